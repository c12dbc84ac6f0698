-- The first copy of an event stays. An event can come again (a resend, a retry of a producer), and `recorded_at` is when it was
-- first known: of the copies of a row, the one with the least `recorded_at` survives merges and FINAL, in whatever order they
-- are inserted. What existing tables have already merged is put right from the log: it is read again, once (last statement).
--
-- An engine cannot be altered, so each table changes places with a new one. Every statement can run twice, after a crash or in
-- two processes at once: before a table is dropped its rows are in the other, whichever way round the two are by then; when
-- they end the wrong way round, the check fails, and with it this migration, which is begun again.

ALTER TABLE office_events ADD COLUMN IF NOT EXISTS earliness UInt64 MATERIALIZED bitNot(toUInt64(toUnixTimestamp64Milli(recorded_at))) COMMENT 'the greater, the earlier it was recorded';

ALTER TABLE office_events COMMENT COLUMN recorded_at 'when Kafka took it; of duplicates, the first';

CREATE TABLE IF NOT EXISTS office_events_replaced AS office_events
ENGINE = ReplacingMergeTree(earliness)
ORDER BY (tenant, office_id, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

INSERT INTO office_events_replaced SELECT * FROM office_events;

EXCHANGE TABLES office_events AND office_events_replaced;

INSERT INTO office_events SELECT * FROM office_events_replaced;

SELECT throwIf(engine_full NOT LIKE '%ReplacingMergeTree(%earliness)%') FROM system.tables WHERE database = currentDatabase() AND name = 'office_events';

DROP TABLE IF EXISTS office_events_replaced;

ALTER TABLE rep_events ADD COLUMN IF NOT EXISTS earliness UInt64 MATERIALIZED bitNot(toUInt64(toUnixTimestamp64Milli(recorded_at))) COMMENT 'the greater, the earlier it was recorded';

ALTER TABLE rep_events COMMENT COLUMN recorded_at 'when Kafka took it; of duplicates, the first';

CREATE TABLE IF NOT EXISTS rep_events_replaced AS rep_events
ENGINE = ReplacingMergeTree(earliness)
ORDER BY (tenant, rep_id, effective_from, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

INSERT INTO rep_events_replaced SELECT * FROM rep_events;

EXCHANGE TABLES rep_events AND rep_events_replaced;

INSERT INTO rep_events SELECT * FROM rep_events_replaced;

SELECT throwIf(engine_full NOT LIKE '%ReplacingMergeTree(%earliness)%') FROM system.tables WHERE database = currentDatabase() AND name = 'rep_events';

DROP TABLE IF EXISTS rep_events_replaced;

ALTER TABLE account_events ADD COLUMN IF NOT EXISTS earliness UInt64 MATERIALIZED bitNot(toUInt64(toUnixTimestamp64Milli(recorded_at))) COMMENT 'the greater, the earlier it was recorded';

ALTER TABLE account_events COMMENT COLUMN recorded_at 'when Kafka took it; of duplicates, the first';

CREATE TABLE IF NOT EXISTS account_events_replaced AS account_events
ENGINE = ReplacingMergeTree(earliness)
ORDER BY (tenant, account_id, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

INSERT INTO account_events_replaced SELECT * FROM account_events;

EXCHANGE TABLES account_events AND account_events_replaced;

INSERT INTO account_events SELECT * FROM account_events_replaced;

SELECT throwIf(engine_full NOT LIKE '%ReplacingMergeTree(%earliness)%') FROM system.tables WHERE database = currentDatabase() AND name = 'account_events';

DROP TABLE IF EXISTS account_events_replaced;

ALTER TABLE call_events ADD COLUMN IF NOT EXISTS earliness UInt64 MATERIALIZED bitNot(toUInt64(toUnixTimestamp64Milli(recorded_at))) COMMENT 'the greater, the earlier it was recorded';

ALTER TABLE call_events COMMENT COLUMN recorded_at 'when Kafka took it; of duplicates, the first';

CREATE TABLE IF NOT EXISTS call_events_replaced AS call_events
ENGINE = ReplacingMergeTree(earliness)
ORDER BY (tenant, bucket, started_at, call_id, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

INSERT INTO call_events_replaced SELECT * FROM call_events;

EXCHANGE TABLES call_events AND call_events_replaced;

INSERT INTO call_events SELECT * FROM call_events_replaced;

SELECT throwIf(engine_full NOT LIKE '%ReplacingMergeTree(%earliness)%') FROM system.tables WHERE database = currentDatabase() AND name = 'call_events';

DROP TABLE IF EXISTS call_events_replaced;

ALTER TABLE deal_events ADD COLUMN IF NOT EXISTS earliness UInt64 MATERIALIZED bitNot(toUInt64(toUnixTimestamp64Milli(recorded_at))) COMMENT 'the greater, the earlier it was recorded';

ALTER TABLE deal_events COMMENT COLUMN recorded_at 'when Kafka took it; of duplicates, the first';

CREATE TABLE IF NOT EXISTS deal_events_replaced AS deal_events
ENGINE = ReplacingMergeTree(earliness)
ORDER BY (tenant, deal_id, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

INSERT INTO deal_events_replaced SELECT * FROM deal_events;

EXCHANGE TABLES deal_events AND deal_events_replaced;

INSERT INTO deal_events SELECT * FROM deal_events_replaced;

SELECT throwIf(engine_full NOT LIKE '%ReplacingMergeTree(%earliness)%') FROM system.tables WHERE database = currentDatabase() AND name = 'deal_events';

DROP TABLE IF EXISTS deal_events_replaced;

ALTER TABLE ticket_events ADD COLUMN IF NOT EXISTS earliness UInt64 MATERIALIZED bitNot(toUInt64(toUnixTimestamp64Milli(recorded_at))) COMMENT 'the greater, the earlier it was recorded';

ALTER TABLE ticket_events COMMENT COLUMN recorded_at 'when Kafka took it; of duplicates, the first';

CREATE TABLE IF NOT EXISTS ticket_events_replaced AS ticket_events
ENGINE = ReplacingMergeTree(earliness)
ORDER BY (tenant, ticket_id, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

INSERT INTO ticket_events_replaced SELECT * FROM ticket_events;

EXCHANGE TABLES ticket_events AND ticket_events_replaced;

INSERT INTO ticket_events SELECT * FROM ticket_events_replaced;

SELECT throwIf(engine_full NOT LIKE '%ReplacingMergeTree(%earliness)%') FROM system.tables WHERE database = currentDatabase() AND name = 'ticket_events';

DROP TABLE IF EXISTS ticket_events_replaced;

ALTER TABLE survey_events ADD COLUMN IF NOT EXISTS earliness UInt64 MATERIALIZED bitNot(toUInt64(toUnixTimestamp64Milli(recorded_at))) COMMENT 'the greater, the earlier it was recorded';

ALTER TABLE survey_events COMMENT COLUMN recorded_at 'when Kafka took it; of duplicates, the first';

CREATE TABLE IF NOT EXISTS survey_events_replaced AS survey_events
ENGINE = ReplacingMergeTree(earliness)
ORDER BY (tenant, survey_id, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

INSERT INTO survey_events_replaced SELECT * FROM survey_events;

EXCHANGE TABLES survey_events AND survey_events_replaced;

INSERT INTO survey_events SELECT * FROM survey_events_replaced;

SELECT throwIf(engine_full NOT LIKE '%ReplacingMergeTree(%earliness)%') FROM system.tables WHERE database = currentDatabase() AND name = 'survey_events';

DROP TABLE IF EXISTS survey_events_replaced;

-- What is to be read again although it was stored: asked for here, begun by the processor that has the partition.
CREATE TABLE IF NOT EXISTS rewinds
(
    stage     LowCardinality(String),
    log       LowCardinality(String) COMMENT 'cluster id of Kafka and name of the topic; empty: whichever it is',
    partition Int32 COMMENT '-1: each',
    asked_at  DateTime64(3, 'UTC') DEFAULT now64(3),
    offset    UInt64 COMMENT 'from here on',
    until     UInt64 COMMENT 'the end of the partition when it was asked for',
    begun     UInt8 DEFAULT 0
)
ENGINE = ReplacingMergeTree(begun)
ORDER BY (stage, log, partition, asked_at);

-- The whole log, where any of it has been stored by now.
INSERT INTO rewinds (stage, log, partition, offset, until)
SELECT DISTINCT 'projector', '', -1, 0, 0 FROM stored_offsets;

-- How far the cells of a fact have been announced again, so that an interrupted rebuild goes on.
CREATE TABLE IF NOT EXISTS rebuilds
(
    fact      LowCardinality(String),
    log       LowCardinality(String) COMMENT 'cluster id of Kafka and name of the topic of cells',
    tenant    String COMMENT 'the last cell that was announced',
    bucket    DateTime('UTC'),
    announced UInt64,
    total     UInt64,
    is_done   UInt8,
    noted_at  DateTime64(6, 'UTC') DEFAULT now64(6)
)
ENGINE = ReplacingMergeTree(noted_at)
ORDER BY (fact, log);
