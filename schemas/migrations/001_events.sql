-- Event tables: the truth in ClickHouse. One row per event; the sorting key is its identity and its order, so a duplicate collapses.
-- Attributes an event says nothing about are NULL. Folding them: ../README.md.

CREATE TABLE IF NOT EXISTS office_events
(
    tenant         LowCardinality(String),
    office_id      String,
    source_version Int64,
    event_id       String,
    source         LowCardinality(String),
    digest         UInt32,
    type           LowCardinality(String),
    occurred_at    DateTime64(3, 'UTC'),
    recorded_at    DateTime64(3, 'UTC') COMMENT 'when Kafka took it; of a duplicate, that of either copy',
    name           String,
    zone           LowCardinality(String),
    -- The total order of an entity's events, as one string: no ASCII NUL occurs in ids.
    rank           String ALIAS concat(leftPad(toString(source_version), 16, '0'), event_id, '\0', source, '\0', leftPad(toString(digest), 10, '0'))
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, office_id, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

CREATE TABLE IF NOT EXISTS rep_events
(
    tenant         LowCardinality(String),
    rep_id         String,
    effective_from DateTime64(3, 'UTC'),
    source_version Int64,
    event_id       String,
    source         LowCardinality(String),
    digest         UInt32,
    type           LowCardinality(String),
    occurred_at    DateTime64(3, 'UTC'),
    recorded_at    DateTime64(3, 'UTC') COMMENT 'when Kafka took it; of a duplicate, that of either copy',
    name           String,
    office_id      String,
    team           String,
    -- The total order of an entity's events, as one string: no ASCII NUL occurs in ids.
    rank           String ALIAS concat(leftPad(toString(source_version), 16, '0'), event_id, '\0', source, '\0', leftPad(toString(digest), 10, '0'))
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, rep_id, effective_from, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

CREATE TABLE IF NOT EXISTS account_events
(
    tenant         LowCardinality(String),
    account_id     String,
    source_version Int64,
    event_id       String,
    source         LowCardinality(String),
    digest         UInt32,
    type           LowCardinality(String),
    occurred_at    DateTime64(3, 'UTC'),
    recorded_at    DateTime64(3, 'UTC') COMMENT 'when Kafka took it; of a duplicate, that of either copy',
    created_at     Nullable(DateTime64(3, 'UTC')),
    customer_since Nullable(DateTime64(3, 'UTC')),
    churned_at     Nullable(DateTime64(3, 'UTC')),
    name           Nullable(String),
    segment        Nullable(String),
    region         Nullable(String),
    rep_id         Nullable(String),
    reason         Nullable(String),
    replaces       Nullable(String),
    retracts       Nullable(String),
    -- The total order of an entity's events, as one string: no ASCII NUL occurs in ids.
    rank           String ALIAS concat(leftPad(toString(source_version), 16, '0'), event_id, '\0', source, '\0', leftPad(toString(digest), 10, '0'))
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, account_id, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

CREATE TABLE IF NOT EXISTS call_events
(
    tenant         LowCardinality(String),
    bucket         DateTime('UTC'),
    started_at     DateTime64(3, 'UTC'),
    call_id        String,
    source_version Int64,
    event_id       String,
    source         LowCardinality(String),
    digest         UInt32,
    type           LowCardinality(String),
    occurred_at    DateTime64(3, 'UTC'),
    recorded_at    DateTime64(3, 'UTC') COMMENT 'when Kafka took it; of a duplicate, that of either copy',
    rep_id         Nullable(String),
    direction      Nullable(String),
    outcome        Nullable(String),
    duration_ms    Nullable(Int64),
    channel        Nullable(String),
    account_id     Nullable(String),
    -- The total order of an entity's events, as one string: no ASCII NUL occurs in ids.
    rank           String ALIAS concat(leftPad(toString(source_version), 16, '0'), event_id, '\0', source, '\0', leftPad(toString(digest), 10, '0'))
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, bucket, started_at, call_id, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

CREATE TABLE IF NOT EXISTS deal_events
(
    tenant         LowCardinality(String),
    deal_id        String,
    source_version Int64,
    event_id       String,
    source         LowCardinality(String),
    digest         UInt32,
    type           LowCardinality(String),
    occurred_at    DateTime64(3, 'UTC'),
    recorded_at    DateTime64(3, 'UTC') COMMENT 'when Kafka took it; of a duplicate, that of either copy',
    opened_at      Nullable(DateTime64(3, 'UTC')),
    changed_at     Nullable(DateTime64(3, 'UTC')),
    closed_at      Nullable(DateTime64(3, 'UTC')),
    reopened_at    Nullable(DateTime64(3, 'UTC')),
    removed_at     Nullable(DateTime64(3, 'UTC')),
    rep_id         Nullable(String),
    account_id     Nullable(String),
    pipeline       Nullable(String),
    stage          Nullable(String),
    product        Nullable(String),
    lead_source    Nullable(String),
    outcome        Nullable(String),
    amount         Nullable(Decimal(18, 4)),
    currency       Nullable(String),
    reason         Nullable(String),
    -- The total order of an entity's events, as one string: no ASCII NUL occurs in ids.
    rank           String ALIAS concat(leftPad(toString(source_version), 16, '0'), event_id, '\0', source, '\0', leftPad(toString(digest), 10, '0'))
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, deal_id, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

CREATE TABLE IF NOT EXISTS ticket_events
(
    tenant         LowCardinality(String),
    ticket_id      String,
    source_version Int64,
    event_id       String,
    source         LowCardinality(String),
    digest         UInt32,
    type           LowCardinality(String),
    occurred_at    DateTime64(3, 'UTC'),
    recorded_at    DateTime64(3, 'UTC') COMMENT 'when Kafka took it; of a duplicate, that of either copy',
    opened_at      Nullable(DateTime64(3, 'UTC')),
    responded_at   Nullable(DateTime64(3, 'UTC')),
    resolved_at    Nullable(DateTime64(3, 'UTC')),
    reopened_at    Nullable(DateTime64(3, 'UTC')),
    removed_at     Nullable(DateTime64(3, 'UTC')),
    channel        Nullable(String),
    priority       Nullable(String),
    account_id     Nullable(String),
    rep_id         Nullable(String),
    opened_by      Nullable(String),
    author         Nullable(String),
    visibility     Nullable(String),
    -- The total order of an entity's events, as one string: no ASCII NUL occurs in ids.
    rank           String ALIAS concat(leftPad(toString(source_version), 16, '0'), event_id, '\0', source, '\0', leftPad(toString(digest), 10, '0'))
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, ticket_id, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

CREATE TABLE IF NOT EXISTS survey_events
(
    tenant         LowCardinality(String),
    survey_id      String,
    source_version Int64,
    event_id       String,
    source         LowCardinality(String),
    digest         UInt32,
    type           LowCardinality(String),
    occurred_at    DateTime64(3, 'UTC'),
    recorded_at    DateTime64(3, 'UTC') COMMENT 'when Kafka took it; of a duplicate, that of either copy',
    sent_at        Nullable(DateTime64(3, 'UTC')),
    answered_at    Nullable(DateTime64(3, 'UTC')),
    kind           Nullable(String),
    respondent     Nullable(String),
    score          Nullable(Int32),
    rep_id         Nullable(String),
    account_id     Nullable(String),
    -- The total order of an entity's events, as one string: no ASCII NUL occurs in ids.
    rank           String ALIAS concat(leftPad(toString(source_version), 16, '0'), event_id, '\0', source, '\0', leftPad(toString(digest), 10, '0'))
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, survey_id, source_version, event_id, source, digest)
SETTINGS index_granularity = 1024, merge_selector_base = 20;

-- Every bucket that any version of a moving entity ever claimed: a restate of a bucket folds these ids and keeps those really there.
CREATE TABLE IF NOT EXISTS placements
(
    entity    LowCardinality(String),
    tenant    LowCardinality(String),
    bucket    DateTime('UTC'),
    entity_id String
)
ENGINE = ReplacingMergeTree
ORDER BY (entity, tenant, bucket, entity_id)
SETTINGS index_granularity = 1024, merge_selector_base = 20;
