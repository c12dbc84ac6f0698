-- Places: one row for each place where a call, deal, ticket, survey or customer counts now, folded from all its events.
-- `place_at` decides the bucket, `dims_at` when office and team of `rep` are looked up; the last columns are its measures.
-- Cells are sums of these rows. Filter on tenant and id (calls: tenant and bucket): ClickHouse then reads only those events.
--
-- Each fold goes level by level, and each level is a subquery that names what the next one uses: an alias is copied into
-- every place that mentions it. As views, because planning all of it as one statement took half as long again.
-- What every column means: ../README.md.

CREATE VIEW IF NOT EXISTS call_places AS
SELECT
    tenant, call_id, bucket, place_at, place_at AS dims_at, rep, direction, outcome, channel,
    toUInt64(1) AS calls,
    if(outcome = 'connected', duration, 0) AS talk_ms,
    if(outcome = 'connected', map(toUInt64(duration - duration % greatest(1, intDiv(roundToExp2(duration), 64))), toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS talk_hist
FROM
(
    SELECT
        tenant, bucket, started_at AS place_at, call_id,
        ifNull(argMax(rep_id, rank), '') AS rep,
        ifNull(argMax(last_direction, rank), '') AS direction,
        ifNull(argMax(last_outcome, rank), '') AS outcome,
        ifNull(argMax(last_channel, rank), '') AS channel,
        toUInt64(ifNull(argMax(duration_ms, rank), 0)) AS duration
    FROM
    (
        SELECT
            tenant, bucket, started_at, call_id, type, rep_id, duration_ms,
            direction AS last_direction, outcome AS last_outcome, channel AS last_channel, rank
        FROM call_events
    )
    GROUP BY tenant, bucket, started_at, call_id
    HAVING countIf(type = 'call.logged') > 0
       AND NOT argMaxIf(type = 'call.removed', rank, type IN ('call.logged', 'call.removed'))
);

CREATE VIEW IF NOT EXISTS deal_places AS
SELECT
    tenant, deal_id, toStartOfFifteenMinutes(toDateTime(place_at, 'UTC')) AS bucket, place_at, place_at AS dims_at,
    rep, pipeline, product, lead_source, currency,
    toUInt64(NOT is_closing) AS opened,
    toUInt64(is_won) AS won,
    toUInt64(is_lost) AS lost,
    toDecimal128(if(is_won, ifNull(amount, 0), 0), 4) AS won_amount,
    toDecimal128(if(is_lost, ifNull(amount, 0), 0), 4) AS lost_amount,
    toUInt64(is_won AND amount IS NOT NULL) AS won_priced,
    toUInt64(is_lost AND amount IS NOT NULL) AS lost_priced,
    toUInt64(cycle IS NOT NULL) AS cycle_count,
    ifNull(cycle, 0) AS cycle_ms,
    if(cycle IS NULL, CAST(map(), 'Map(UInt64, UInt64)'), map(toUInt64(cycle_ms - cycle_ms % greatest(1, intDiv(roundToExp2(cycle_ms), 64))), toUInt64(1))) AS cycle_hist
FROM
(
    SELECT
        tenant, deal_id, rep, pipeline, product, lead_source, currency, amount,
        place.1 AS is_closing,
        assumeNotNull(place.2) AS place_at,
        is_closing AND status = 'won' AS is_won,
        is_closing AND status = 'lost' AS is_lost,
        if(is_won AND closed_at >= opened_at, toUInt64(toUnixTimestamp64Milli(closed_at) - toUnixTimestamp64Milli(opened_at)), NULL) AS cycle
    FROM
    (
        SELECT
            tenant, deal_id, rep, pipeline, product, lead_source, currency, amount, opened_at, status,
            multiIf(status = 'open', NULL, amended_rank > first_of_run.1, amended_closed_at, first_of_run.3) AS closed_at
        FROM
        (
            SELECT
                tenant, deal_id, rep, pipeline, product, lead_source, currency, amount, opened_at, amended_rank, amended_closed_at,
                if(empty(statements), 'open', statements[-1].2) AS status,
                -- A deal won again keeps the close time of the first of its unbroken run of wins.
                statements[arrayLastIndex(statement -> statement.2 != statements[-1].2, statements) + 1] AS first_of_run
            FROM
            (
                SELECT
                    tenant, deal_id,
                    argMax(last_opened_at, rank) AS opened_at,
                    arraySort(groupArrayIf((rank, if(type = 'deal.reopened', 'open', ifNull(outcome, '')), closed_at), type IN ('deal.closed', 'deal.reopened'))) AS statements,
                    maxIf(rank, type = 'deal.amended' AND closed_at IS NOT NULL) AS amended_rank,
                    argMaxIf(closed_at, rank, type = 'deal.amended') AS amended_closed_at,
                    argMax(last_amount, rank) AS amount,
                    ifNull(argMax(rep_id, rank), '') AS rep,
                    ifNull(argMax(last_pipeline, rank), '') AS pipeline,
                    ifNull(argMax(last_product, rank), '') AS product,
                    ifNull(argMax(last_lead_source, rank), '') AS lead_source,
                    ifNull(argMax(last_currency, rank), '') AS currency
                FROM
                (
                    SELECT
                        tenant, deal_id, type, outcome, closed_at, rep_id, rank,
                        opened_at AS last_opened_at, amount AS last_amount, pipeline AS last_pipeline,
                        product AS last_product, lead_source AS last_lead_source, currency AS last_currency
                    FROM deal_events
                )
                GROUP BY tenant, deal_id
                HAVING NOT argMaxIf(type = 'deal.removed', rank, type IN ('deal.opened', 'deal.removed'))
            )
        )
    )
    ARRAY JOIN [(false, opened_at), (true, closed_at)] AS place
    WHERE place.2 IS NOT NULL
);

CREATE VIEW IF NOT EXISTS ticket_places AS
SELECT
    tenant, ticket_id, toStartOfFifteenMinutes(toDateTime(place_at, 'UTC')) AS bucket, place_at, dims_at,
    rep, channel, priority,
    toUInt64(is_opening) AS opened,
    toUInt64(response IS NOT NULL) AS responded,
    ifNull(response, 0) AS response_ms,
    if(response IS NULL, CAST(map(), 'Map(UInt64, UInt64)'), map(toUInt64(response_ms - response_ms % greatest(1, intDiv(roundToExp2(response_ms), 64))), toUInt64(1))) AS response_hist,
    if(response IS NULL, CAST(map(), 'Map(UInt64, UInt64)'), map(intDiv(response_ms + 999, 1000), toUInt64(1))) AS response_s,
    if(is_opening AND answered_at IS NULL, map(opened_s, toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS unanswered,
    if(is_opening AND answered_at IS NULL AND resolved_at IS NULL, map(opened_s, toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS waiting_since,
    toUInt64(kind = 'waiting_ended') AS waiting_ended,
    toUInt64(resolution IS NOT NULL) AS resolved,
    ifNull(resolution, 0) AS resolution_ms,
    if(resolution IS NULL, CAST(map(), 'Map(UInt64, UInt64)'), map(toUInt64(resolution_ms - resolution_ms % greatest(1, intDiv(roundToExp2(resolution_ms), 64))), toUInt64(1))) AS resolution_hist,
    toUInt64(resolution IS NOT NULL AND responses = 1) AS one_touch,
    toUInt64(kind = 'reopened') AS reopened
FROM
(
    SELECT
        tenant, ticket_id, rep, channel, priority, responses, answered_at, resolved_at,
        place.1 AS kind, place.2 AS place_at, place.3 AS dims_at,
        kind = 'opened' AS is_opening,
        toUInt64(intDiv(toUnixTimestamp64Milli(opened_at) + 999, 1000)) AS opened_s,
        if(is_opening AND answered_at IS NOT NULL, toUInt64(toUnixTimestamp64Milli(answered_at) - toUnixTimestamp64Milli(opened_at)), NULL) AS response,
        if(kind = 'resolved', toUInt64(toUnixTimestamp64Milli(resolved_at) - toUnixTimestamp64Milli(opened_at)), NULL) AS resolution
    FROM
    (
        SELECT
            tenant, ticket_id, channel, priority, opened_at, reopenings,
            length(public_answers) AS responses,
            ifNull(coalesce(public_answers[1].3, assigned), '') AS rep,
            if(empty(public_answers), NULL, public_answers[1].1) AS answered_at,
            if(last_statement.2 AND last_statement.3 >= opened_at, last_statement.3, NULL) AS resolved_at,
            least(ifNull(answered_at, resolved_at), ifNull(resolved_at, answered_at)) AS waiting_ended_at
        FROM
        (
            SELECT
                tenant, ticket_id, channel, priority, assigned, opened_at, last_statement, reopenings,
                arraySort(arrayFilter(answer -> answer.1 >= opened_at, said)) AS public_answers
            FROM
            (
                SELECT
                    tenant, ticket_id,
                    assumeNotNull(argMax(last_opened_at, rank)) AS opened_at,
                    ifNull(argMax(last_channel, rank), '') AS channel,
                    ifNull(argMax(last_priority, rank), '') AS priority,
                    argMaxIf(rep_id, rank, type IN ('ticket.opened', 'ticket.amended')) AS assigned,
                    groupUniqArrayIf((assumeNotNull(responded_at), rank, rep_id), type = 'ticket.responded' AND author = 'agent' AND visibility = 'public') AS said,
                    arraySort(groupArrayIf((rank, type = 'ticket.resolved', resolved_at), type IN ('ticket.resolved', 'ticket.reopened')))[-1] AS last_statement,
                    groupUniqArrayIf(assumeNotNull(reopened_at), type = 'ticket.reopened') AS reopenings
                FROM
                (
                    SELECT
                        tenant, ticket_id, type, author, visibility, rep_id, responded_at, resolved_at, reopened_at, rank,
                        opened_at AS last_opened_at, channel AS last_channel, priority AS last_priority
                    FROM ticket_events
                )
                GROUP BY tenant, ticket_id
                HAVING countIf(last_opened_at IS NOT NULL) > 0
                   AND NOT argMaxIf(type = 'ticket.removed', rank, type IN ('ticket.opened', 'ticket.removed'))
            )
        )
    )
    ARRAY JOIN arrayConcat(
        [('opened', opened_at, opened_at)],
        if(waiting_ended_at IS NULL, [], [('waiting_ended', assumeNotNull(waiting_ended_at), opened_at)]),
        if(resolved_at IS NULL, [], [('resolved', assumeNotNull(resolved_at), assumeNotNull(resolved_at))]),
        arrayMap(at -> ('reopened', at, at), reopenings)) AS place
);

CREATE VIEW IF NOT EXISTS survey_places AS
SELECT
    tenant, survey_id, toStartOfFifteenMinutes(toDateTime(place_at, 'UTC')) AS bucket, place_at, place_at AS dims_at,
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
            argMax(last_sent_at, rank) AS sent_at,
            argMax(last_answered_at, rank) AS answered_at,
            argMax(last_score, rank) AS score,
            ifNull(argMax(last_kind, rank), '') AS kind,
            ifNull(argMax(last_respondent, rank), '') AS respondent,
            ifNull(argMax(rep_id, rank), '') AS rep
        FROM
        (
            SELECT
                tenant, survey_id, rep_id, rank,
                sent_at AS last_sent_at, answered_at AS last_answered_at, score AS last_score, kind AS last_kind, respondent AS last_respondent
            FROM survey_events
        )
        GROUP BY tenant, survey_id
    )
    ARRAY JOIN [(false, sent_at), (true, answered_at)] AS place
    WHERE place.2 IS NOT NULL
);

CREATE VIEW IF NOT EXISTS customer_places AS
SELECT
    tenant, account_id, toStartOfFifteenMinutes(toDateTime(place_at, 'UTC')) AS bucket, place_at, dims_at,
    rep, segment, region, reason,
    toUInt64(kind = 'created') AS created,
    toUInt64(kind IN ('gained', 'won_back')) AS gained,
    toUInt64(kind = 'won_back') AS won_back,
    toUInt64(kind = 'lost') AS lost,
    if(kind = 'lost', map(toUInt64(intDiv(toUnixTimestamp64Milli(dims_at), 900000) * 900), toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS lost_by_start
FROM
(
    SELECT
        tenant, account_id, rep, segment, region,
        place.1 AS kind, place.2 AS place_at, place.3 AS dims_at, place.4 AS reason
    FROM
    (
        SELECT
            tenant, account_id, created_at, rep, segment, region,
            -- What repeats the state before it changes nothing: starts and ends alternate from here on.
            arrayFilter((statement, before) -> statement.2 != before, statements, arrayPopBack(arrayPushFront(arrayMap(s -> s.2, statements), 0))) AS turns
        FROM
        (
            SELECT
                tenant, account_id, created_at, rep, segment, region,
                arraySort(arrayFilter(statement -> NOT has(void, statement.4), said)) AS statements
            FROM
            (
                SELECT
                    tenant, account_id,
                    argMax(last_created_at, rank) AS created_at,
                    ifNull(argMax(last_segment, rank), '') AS segment,
                    ifNull(argMax(last_region, rank), '') AS region,
                    ifNull(argMax(rep_id, rank), '') AS rep,
                    arrayConcat(groupUniqArray(replaces), groupUniqArray(retracts)) AS void,
                    -- (instant, 0 = end and 1 = start, order, event_id, reason)
                    groupUniqArrayIf(
                        (assumeNotNull(if(type = 'account.churned', churned_at, customer_since)), toUInt8(type = 'account.became_customer'), rank, event_id, ifNull(reason, '')),
                        type IN ('account.became_customer', 'account.churned')) AS said
                FROM
                (
                    SELECT
                        tenant, account_id, type, event_id, customer_since, churned_at, rep_id, reason, replaces, retracts, rank,
                        created_at AS last_created_at, segment AS last_segment, region AS last_region
                    FROM account_events
                )
                GROUP BY tenant, account_id
            )
        )
    )
    ARRAY JOIN arrayConcat(
        if(created_at IS NULL, [], [('created', assumeNotNull(created_at), assumeNotNull(created_at), '')]),
        arrayMap((turn, i) -> if(turn.2 = 1,
            (if(i = 1, 'gained', 'won_back'), turn.1, turn.1, ''),
            ('lost', turn.1, turns[i - 1].1, turn.5)), turns, arrayEnumerate(turns))) AS place
);
