-- Every step in the life of an alert, as crm.alerts tells it; one that is told again is one row.
CREATE TABLE IF NOT EXISTS alert_transitions
(
    tenant      LowCardinality(String) COMMENT 'whose data it is',
    rule        LowCardinality(String) COMMENT 'name of the rule',
    alert       String COMMENT 'of the alert: from pending to resolved or withdrawn',
    id          String COMMENT 'of this step; receivers drop what they have seen',
    title       String COMMENT 'what people read',
    severity    LowCardinality(String) COMMENT 'info, warning or critical',
    metric      LowCardinality(String) COMMENT 'the metric that is judged',
    dimensions  Map(LowCardinality(String), String) COMMENT 'the group that it is of',
    state       LowCardinality(String) COMMENT 'inactive, pending, firing, resolved, withdrawn or data_missing',
    at          DateTime('UTC') COMMENT 'the instant that was judged',
    since       DateTime('UTC') COMMENT 'when the alert began to hold',
    value       Nullable(Float64) COMMENT 'of the metric over the window',
    n           Float64 COMMENT 'how many stand behind the value',
    against     Nullable(Float64) COMMENT 'what it is compared with',
    chance      Nullable(Float64) COMMENT 'probability that chance alone makes such a difference',
    learnt_late Bool COMMENT 'found out long after it began, by data that came late or were corrected',
    corrects    String COMMENT 'of a withdrawal: the id of the step that was wrong',
    is_history  Bool COMMENT 'found in the past when the rule was new; nobody was told',
    words       String COMMENT 'the rule as a sentence',
    recorded_at DateTime64(3, 'UTC') COMMENT 'when Kafka took it'
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, rule, alert, id);
