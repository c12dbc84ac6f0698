-- One row for each place where a survey counts now, folded from all its events; see README.md.
SELECT
    tenant, survey_id, toStartOfFifteenMinutes(toDateTime(greatest(place_at, toDateTime64(0, 3, 'UTC')), 'UTC')) AS bucket, place_at, place_at AS dims_at,
    rep, kind, respondent,
    toUInt64(NOT is_answer) AS sent,
    toUInt64(NOT is_answer AND answered_at IS NOT NULL) AS sent_answered,
    toUInt64(is_answer) AS answers,
    if(is_answer, toInt64(ifNull(score, 0)), 0) AS score_sum,
    toUInt64(is_answer AND multiIf(kind = 'csat', score >= 4, kind = 'nps', score >= 9, score > 4)) AS favourable,
    toUInt64(is_answer AND multiIf(kind = 'csat', score <= 2, kind = 'nps', score <= 6, score < 4)) AS unfavourable
FROM
(
    SELECT
        tenant, survey_id, rep, kind, respondent, score, answered_at,
        place.1 AS is_answer, assumeNotNull(place.2) AS place_at
    FROM
    (
        SELECT
            tenant, survey_id,
            fromUnixTimestamp64Milli(min(toUnixTimestamp64Milli(last_sent_at)), 'UTC') AS sent_at,
            argMax(last_answered_at, rank) AS answered_at,
            argMax(last_score, rank) AS score,
            ifNull(argMax(last_kind, rank), '') AS kind,
            ifNull(argMax(last_respondent, rank), '') AS respondent,
            ifNull(argMax(rep_id, rank), '') AS rep
        FROM
        (
            SELECT
                tenant, survey_id, type, rep_id, rank,
                sent_at AS last_sent_at, answered_at AS last_answered_at, score AS last_score, kind AS last_kind, respondent AS last_respondent
            FROM survey_events
            WHERE (tenant, survey_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'survey')
        )
        GROUP BY tenant, survey_id
        HAVING NOT argMax(type = 'survey.removed', rank)
    )
    ARRAY JOIN [(false, sent_at), (true, answered_at)] AS place
    WHERE place.2 IS NOT NULL
)
