-- Links: which facts mention an entity that they read, so that a change of a rep finds the cells that depend on it without
-- reading any event table. Written with the facts, looked up after the write, never taken back.

CREATE TABLE IF NOT EXISTS links
(
    entity    LowCardinality(String) COMMENT 'what is read: rep',
    tenant    LowCardinality(String),
    entity_id String COMMENT 'which one',
    fact      LowCardinality(String) COMMENT 'what reads it',
    bucket    DateTime('UTC') COMMENT 'of a fixed fact: where it counts',
    fact_id   String COMMENT 'of a moving fact: which one'
)
ENGINE = ReplacingMergeTree
ORDER BY (entity, tenant, entity_id, fact, bucket, fact_id)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

INSERT INTO links SELECT DISTINCT 'rep', tenant, rep_id, 'call', bucket, '' FROM call_events WHERE rep_id IS NOT NULL;
INSERT INTO links SELECT DISTINCT 'rep', tenant, rep_id, 'deal', 0, deal_id FROM deal_events WHERE rep_id IS NOT NULL;
INSERT INTO links SELECT DISTINCT 'rep', tenant, rep_id, 'ticket', 0, ticket_id FROM ticket_events WHERE rep_id IS NOT NULL;
INSERT INTO links SELECT DISTINCT 'rep', tenant, rep_id, 'survey', 0, survey_id FROM survey_events WHERE rep_id IS NOT NULL;
INSERT INTO links SELECT DISTINCT 'rep', tenant, rep_id, 'customer', 0, account_id FROM account_events WHERE rep_id IS NOT NULL;
