-- Cells: additive measures of one fact in one 15-minute bucket, by its dimensions. A disposable cache of the event tables; read with FINAL.
-- `revision` is the offset of the announcement in crm.cells: the higher one is the later restate.

CREATE TABLE IF NOT EXISTS call_cells
(
    tenant LowCardinality(String),
    bucket DateTime('UTC'),
    office LowCardinality(String),
    team LowCardinality(String),
    rep LowCardinality(String),
    direction LowCardinality(String),
    outcome LowCardinality(String),
    channel LowCardinality(String),
    calls UInt64,
    talk_ms UInt64,
    talk_hist Map(UInt64, UInt64),
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket, office, team, rep, direction, outcome, channel)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

CREATE TABLE IF NOT EXISTS deal_cells
(
    tenant LowCardinality(String),
    bucket DateTime('UTC'),
    office LowCardinality(String),
    team LowCardinality(String),
    rep LowCardinality(String),
    pipeline LowCardinality(String),
    product LowCardinality(String),
    lead_source LowCardinality(String),
    currency LowCardinality(String),
    opened UInt64,
    won UInt64,
    lost UInt64,
    won_amount Decimal(38, 4),
    lost_amount Decimal(38, 4),
    won_priced UInt64,
    lost_priced UInt64,
    cycle_count UInt64,
    cycle_ms UInt64,
    cycle_hist Map(UInt64, UInt64),
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket, office, team, rep, pipeline, product, lead_source, currency)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

CREATE TABLE IF NOT EXISTS ticket_cells
(
    tenant LowCardinality(String),
    bucket DateTime('UTC'),
    office LowCardinality(String),
    team LowCardinality(String),
    rep LowCardinality(String),
    channel LowCardinality(String),
    priority LowCardinality(String),
    opened UInt64,
    responded UInt64,
    response_ms UInt64,
    response_hist Map(UInt64, UInt64),
    response_s Map(UInt64, UInt64),
    unanswered Map(UInt64, UInt64),
    waiting_since Map(UInt64, UInt64),
    waiting_ended UInt64,
    resolved UInt64,
    resolution_ms UInt64,
    resolution_hist Map(UInt64, UInt64),
    one_touch UInt64,
    reopened UInt64,
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket, office, team, rep, channel, priority)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

CREATE TABLE IF NOT EXISTS survey_cells
(
    tenant LowCardinality(String),
    bucket DateTime('UTC'),
    office LowCardinality(String),
    team LowCardinality(String),
    rep LowCardinality(String),
    kind LowCardinality(String),
    respondent LowCardinality(String),
    sent UInt64,
    sent_answered UInt64,
    answers UInt64,
    score_sum Int64,
    favourable UInt64,
    unfavourable UInt64,
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket, office, team, rep, kind, respondent)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

CREATE TABLE IF NOT EXISTS customer_cells
(
    tenant LowCardinality(String),
    bucket DateTime('UTC'),
    office LowCardinality(String),
    team LowCardinality(String),
    rep LowCardinality(String),
    segment LowCardinality(String),
    region LowCardinality(String),
    reason LowCardinality(String),
    created UInt64,
    gained UInt64,
    won_back UInt64,
    lost UInt64,
    lost_by_start Map(UInt64, UInt64),
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket, office, team, rep, segment, region, reason)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

-- Lives of the topic crm.cells; see the processor's README.
CREATE TABLE IF NOT EXISTS cell_epochs
(
    epoch      UInt32,
    partitions UInt32
)
ENGINE = ReplacingMergeTree
ORDER BY (epoch, partitions);
