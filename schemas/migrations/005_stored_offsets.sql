-- How far the log surely is in these tables: compared with the offsets that are committed in Kafka whenever a processor
-- gets a partition or ClickHouse comes back, so that what ClickHouse has lost is read again. One row a minute is kept.
CREATE TABLE IF NOT EXISTS stored_offsets
(
    stage     LowCardinality(String) COMMENT 'projector: events are in the event tables; aggregator: announced cells are restated',
    log       LowCardinality(String) COMMENT 'cluster id of Kafka and name of the topic',
    partition UInt32,
    minute    DateTime('UTC') DEFAULT toStartOfMinute(stored_at),
    offset    UInt64 COMMENT 'everything before it is stored',
    stored_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(stored_at)
ORDER BY (stage, log, partition, minute);
