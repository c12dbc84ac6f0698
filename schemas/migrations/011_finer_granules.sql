-- Finer granules of cells: a range of some days is read by several threads, each a part of it. The granule of a table cannot
-- be altered, so each changes places with a new one, as in 008: every statement can run twice, and what ends the wrong way
-- round fails the check and is begun again.

CREATE TABLE IF NOT EXISTS call_cells_finer AS call_cells_packed
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket)
SETTINGS index_granularity = 64, merge_selector_base = 20;

INSERT INTO call_cells_finer SELECT * FROM call_cells_packed;

EXCHANGE TABLES call_cells_packed AND call_cells_finer;

INSERT INTO call_cells_packed SELECT * FROM call_cells_finer;

SELECT throwIf(engine_full NOT LIKE '%index_granularity = 64%') FROM system.tables WHERE database = currentDatabase() AND name = 'call_cells_packed';

DROP TABLE IF EXISTS call_cells_finer;

CREATE TABLE IF NOT EXISTS deal_cells_finer AS deal_cells_packed
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket)
SETTINGS index_granularity = 64, merge_selector_base = 20;

INSERT INTO deal_cells_finer SELECT * FROM deal_cells_packed;

EXCHANGE TABLES deal_cells_packed AND deal_cells_finer;

INSERT INTO deal_cells_packed SELECT * FROM deal_cells_finer;

SELECT throwIf(engine_full NOT LIKE '%index_granularity = 64%') FROM system.tables WHERE database = currentDatabase() AND name = 'deal_cells_packed';

DROP TABLE IF EXISTS deal_cells_finer;

CREATE TABLE IF NOT EXISTS ticket_cells_finer AS ticket_cells_packed
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket)
SETTINGS index_granularity = 64, merge_selector_base = 20;

INSERT INTO ticket_cells_finer SELECT * FROM ticket_cells_packed;

EXCHANGE TABLES ticket_cells_packed AND ticket_cells_finer;

INSERT INTO ticket_cells_packed SELECT * FROM ticket_cells_finer;

SELECT throwIf(engine_full NOT LIKE '%index_granularity = 64%') FROM system.tables WHERE database = currentDatabase() AND name = 'ticket_cells_packed';

DROP TABLE IF EXISTS ticket_cells_finer;

CREATE TABLE IF NOT EXISTS survey_cells_finer AS survey_cells_packed
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket)
SETTINGS index_granularity = 64, merge_selector_base = 20;

INSERT INTO survey_cells_finer SELECT * FROM survey_cells_packed;

EXCHANGE TABLES survey_cells_packed AND survey_cells_finer;

INSERT INTO survey_cells_packed SELECT * FROM survey_cells_finer;

SELECT throwIf(engine_full NOT LIKE '%index_granularity = 64%') FROM system.tables WHERE database = currentDatabase() AND name = 'survey_cells_packed';

DROP TABLE IF EXISTS survey_cells_finer;

CREATE TABLE IF NOT EXISTS customer_cells_finer AS customer_cells_packed
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket)
SETTINGS index_granularity = 64, merge_selector_base = 20;

INSERT INTO customer_cells_finer SELECT * FROM customer_cells_packed;

EXCHANGE TABLES customer_cells_packed AND customer_cells_finer;

INSERT INTO customer_cells_packed SELECT * FROM customer_cells_finer;

SELECT throwIf(engine_full NOT LIKE '%index_granularity = 64%') FROM system.tables WHERE database = currentDatabase() AND name = 'customer_cells_packed';

DROP TABLE IF EXISTS customer_cells_finer;
