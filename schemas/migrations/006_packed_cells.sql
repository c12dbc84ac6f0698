-- A cell is one row, replaced whole: the dimensions and measures of its groups side by side in arrays, so that nothing of an
-- older restate can shine through, whenever it lands. `<fact>_cells`, which was a table of groups, is a view of them now.
--
-- Every statement can run twice: the first of each fact puts an empty table in the place of one that was dropped already.

CREATE TABLE IF NOT EXISTS call_cells_packed
(
    tenant LowCardinality(String),
    bucket DateTime('UTC'),
    office Array(LowCardinality(String)),
    team Array(LowCardinality(String)),
    rep Array(LowCardinality(String)),
    direction Array(LowCardinality(String)),
    outcome Array(LowCardinality(String)),
    channel Array(LowCardinality(String)),
    calls Array(UInt64),
    talk_ms Array(UInt64),
    talk_hist Array(Map(UInt64, UInt64)),
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket)
SETTINGS index_granularity = 256, merge_selector_base = 20;

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
ORDER BY (tenant, bucket, office, team, rep, direction, outcome, channel);

INSERT INTO call_cells_packed (tenant, bucket, office, team, rep, direction, outcome, channel, calls, talk_ms, talk_hist, revision)
SELECT tenant, bucket, groupArray(office), groupArray(team), groupArray(rep), groupArray(direction), groupArray(outcome), groupArray(channel), groupArray(calls), groupArray(talk_ms), groupArray(talk_hist), max(revision)
FROM call_cells FINAL
WHERE calls != 0
GROUP BY tenant, bucket
SETTINGS optimize_aggregation_in_order = 1;

DROP TABLE IF EXISTS call_cells;

CREATE VIEW IF NOT EXISTS call_cells AS
SELECT tenant, bucket, office, team, rep, direction, outcome, channel, calls, talk_ms, talk_hist, revision
FROM call_cells_packed FINAL
ARRAY JOIN office, team, rep, direction, outcome, channel, calls, talk_ms, talk_hist;

CREATE TABLE IF NOT EXISTS deal_cells_packed
(
    tenant LowCardinality(String),
    bucket DateTime('UTC'),
    office Array(LowCardinality(String)),
    team Array(LowCardinality(String)),
    rep Array(LowCardinality(String)),
    pipeline Array(LowCardinality(String)),
    product Array(LowCardinality(String)),
    lead_source Array(LowCardinality(String)),
    currency Array(LowCardinality(String)),
    opened Array(UInt64),
    won Array(UInt64),
    lost Array(UInt64),
    won_amount Array(Decimal(38, 4)),
    lost_amount Array(Decimal(38, 4)),
    won_priced Array(UInt64),
    lost_priced Array(UInt64),
    cycle_count Array(UInt64),
    cycle_ms Array(UInt64),
    cycle_hist Array(Map(UInt64, UInt64)),
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket)
SETTINGS index_granularity = 256, merge_selector_base = 20;

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
ORDER BY (tenant, bucket, office, team, rep, pipeline, product, lead_source, currency);

INSERT INTO deal_cells_packed (tenant, bucket, office, team, rep, pipeline, product, lead_source, currency, opened, won, lost, won_amount, lost_amount, won_priced, lost_priced, cycle_count, cycle_ms, cycle_hist, revision)
SELECT tenant, bucket, groupArray(office), groupArray(team), groupArray(rep), groupArray(pipeline), groupArray(product), groupArray(lead_source), groupArray(currency), groupArray(opened), groupArray(won), groupArray(lost), groupArray(won_amount), groupArray(lost_amount), groupArray(won_priced), groupArray(lost_priced), groupArray(cycle_count), groupArray(cycle_ms), groupArray(cycle_hist), max(revision)
FROM deal_cells FINAL
WHERE opened != 0 OR won != 0 OR lost != 0
GROUP BY tenant, bucket
SETTINGS optimize_aggregation_in_order = 1;

DROP TABLE IF EXISTS deal_cells;

CREATE VIEW IF NOT EXISTS deal_cells AS
SELECT tenant, bucket, office, team, rep, pipeline, product, lead_source, currency, opened, won, lost, won_amount, lost_amount, won_priced, lost_priced, cycle_count, cycle_ms, cycle_hist, revision
FROM deal_cells_packed FINAL
ARRAY JOIN office, team, rep, pipeline, product, lead_source, currency, opened, won, lost, won_amount, lost_amount, won_priced, lost_priced, cycle_count, cycle_ms, cycle_hist;

CREATE TABLE IF NOT EXISTS ticket_cells_packed
(
    tenant LowCardinality(String),
    bucket DateTime('UTC'),
    office Array(LowCardinality(String)),
    team Array(LowCardinality(String)),
    rep Array(LowCardinality(String)),
    channel Array(LowCardinality(String)),
    priority Array(LowCardinality(String)),
    opened Array(UInt64),
    responded Array(UInt64),
    response_ms Array(UInt64),
    response_hist Array(Map(UInt64, UInt64)),
    response_s Array(Map(UInt64, UInt64)),
    unanswered Array(Map(UInt64, UInt64)),
    waiting_since Array(Map(UInt64, UInt64)),
    waiting_ended Array(UInt64),
    resolved Array(UInt64),
    resolution_ms Array(UInt64),
    resolution_hist Array(Map(UInt64, UInt64)),
    one_touch Array(UInt64),
    reopened Array(UInt64),
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket)
SETTINGS index_granularity = 256, merge_selector_base = 20;

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
ORDER BY (tenant, bucket, office, team, rep, channel, priority);

INSERT INTO ticket_cells_packed (tenant, bucket, office, team, rep, channel, priority, opened, responded, response_ms, response_hist, response_s, unanswered, waiting_since, waiting_ended, resolved, resolution_ms, resolution_hist, one_touch, reopened, revision)
SELECT tenant, bucket, groupArray(office), groupArray(team), groupArray(rep), groupArray(channel), groupArray(priority), groupArray(opened), groupArray(responded), groupArray(response_ms), groupArray(response_hist), groupArray(response_s), groupArray(unanswered), groupArray(waiting_since), groupArray(waiting_ended), groupArray(resolved), groupArray(resolution_ms), groupArray(resolution_hist), groupArray(one_touch), groupArray(reopened), max(revision)
FROM ticket_cells FINAL
WHERE opened != 0 OR waiting_ended != 0 OR resolved != 0 OR reopened != 0
GROUP BY tenant, bucket
SETTINGS optimize_aggregation_in_order = 1;

DROP TABLE IF EXISTS ticket_cells;

CREATE VIEW IF NOT EXISTS ticket_cells AS
SELECT tenant, bucket, office, team, rep, channel, priority, opened, responded, response_ms, response_hist, response_s, unanswered, waiting_since, waiting_ended, resolved, resolution_ms, resolution_hist, one_touch, reopened, revision
FROM ticket_cells_packed FINAL
ARRAY JOIN office, team, rep, channel, priority, opened, responded, response_ms, response_hist, response_s, unanswered, waiting_since, waiting_ended, resolved, resolution_ms, resolution_hist, one_touch, reopened;

CREATE TABLE IF NOT EXISTS survey_cells_packed
(
    tenant LowCardinality(String),
    bucket DateTime('UTC'),
    office Array(LowCardinality(String)),
    team Array(LowCardinality(String)),
    rep Array(LowCardinality(String)),
    kind Array(LowCardinality(String)),
    respondent Array(LowCardinality(String)),
    sent Array(UInt64),
    sent_answered Array(UInt64),
    answers Array(UInt64),
    score_sum Array(Int64),
    favourable Array(UInt64),
    unfavourable Array(UInt64),
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket)
SETTINGS index_granularity = 256, merge_selector_base = 20;

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
ORDER BY (tenant, bucket, office, team, rep, kind, respondent);

INSERT INTO survey_cells_packed (tenant, bucket, office, team, rep, kind, respondent, sent, sent_answered, answers, score_sum, favourable, unfavourable, revision)
SELECT tenant, bucket, groupArray(office), groupArray(team), groupArray(rep), groupArray(kind), groupArray(respondent), groupArray(sent), groupArray(sent_answered), groupArray(answers), groupArray(score_sum), groupArray(favourable), groupArray(unfavourable), max(revision)
FROM survey_cells FINAL
WHERE sent != 0 OR answers != 0
GROUP BY tenant, bucket
SETTINGS optimize_aggregation_in_order = 1;

DROP TABLE IF EXISTS survey_cells;

CREATE VIEW IF NOT EXISTS survey_cells AS
SELECT tenant, bucket, office, team, rep, kind, respondent, sent, sent_answered, answers, score_sum, favourable, unfavourable, revision
FROM survey_cells_packed FINAL
ARRAY JOIN office, team, rep, kind, respondent, sent, sent_answered, answers, score_sum, favourable, unfavourable;

CREATE TABLE IF NOT EXISTS customer_cells_packed
(
    tenant LowCardinality(String),
    bucket DateTime('UTC'),
    office Array(LowCardinality(String)),
    team Array(LowCardinality(String)),
    rep Array(LowCardinality(String)),
    segment Array(LowCardinality(String)),
    region Array(LowCardinality(String)),
    reason Array(LowCardinality(String)),
    created Array(UInt64),
    gained Array(UInt64),
    won_back Array(UInt64),
    lost Array(UInt64),
    lost_by_start Array(Map(UInt64, UInt64)),
    revision UInt64
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (tenant, bucket)
SETTINGS index_granularity = 256, merge_selector_base = 20;

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
ORDER BY (tenant, bucket, office, team, rep, segment, region, reason);

INSERT INTO customer_cells_packed (tenant, bucket, office, team, rep, segment, region, reason, created, gained, won_back, lost, lost_by_start, revision)
SELECT tenant, bucket, groupArray(office), groupArray(team), groupArray(rep), groupArray(segment), groupArray(region), groupArray(reason), groupArray(created), groupArray(gained), groupArray(won_back), groupArray(lost), groupArray(lost_by_start), max(revision)
FROM customer_cells FINAL
WHERE created != 0 OR gained != 0 OR lost != 0
GROUP BY tenant, bucket
SETTINGS optimize_aggregation_in_order = 1;

DROP TABLE IF EXISTS customer_cells;

CREATE VIEW IF NOT EXISTS customer_cells AS
SELECT tenant, bucket, office, team, rep, segment, region, reason, created, gained, won_back, lost, lost_by_start, revision
FROM customer_cells_packed FINAL
ARRAY JOIN office, team, rep, segment, region, reason, created, gained, won_back, lost, lost_by_start;
