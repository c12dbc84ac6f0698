-- One row for each place where a deal counts now, folded from all its events; see README.md.
WITH
    (SELECT CAST(groupArray((concat(tenant, '\0', campaign_id), survivor)), 'Map(String, String)') FROM campaign_merges) AS survivors
SELECT
    tenant, deal_id, toStartOfFifteenMinutes(toDateTime(greatest(place_at, toDateTime64(0, 3, 'UTC')), 'UTC')) AS bucket, place_at, dims_at,
    rep, pipeline, stage, product, lead_source,
    if(survivors[concat(tenant, '\0', campaign)] != '', survivors[concat(tenant, '\0', campaign)], campaign) AS campaign,
    currency,
    toUInt64(kind = 'opened') AS opened,
    toUInt64(is_won) AS won,
    toUInt64(is_lost) AS lost,
    toDecimal128(if(is_won, ifNull(amount, 0), 0), 4) AS won_amount,
    toDecimal128(if(is_lost, ifNull(amount, 0), 0), 4) AS lost_amount,
    toUInt64(is_won AND amount IS NOT NULL) AS won_priced,
    toUInt64(is_lost AND amount IS NOT NULL) AS lost_priced,
    toUInt64(kind = 'entered') AS stage_entered,
    toDecimal128(if(kind = 'entered', ifNull(amount, 0), 0), 4) AS stage_entered_amount,
    toUInt64(kind = 'entered' AND amount IS NOT NULL) AS stage_entered_priced,
    toUInt64(kind = 'left') AS stage_left,
    toDecimal128(if(kind = 'left', ifNull(amount, 0), 0), 4) AS stage_left_amount,
    toUInt64(kind = 'left' AND amount IS NOT NULL) AS stage_left_priced,
    toUInt64(kind = 'left' AND NOT (place_at = ended_at AND status = 'lost')) AS stage_advanced,
    if(kind = 'left', stayed_ms, 0) AS stage_ms,
    if(kind = 'left', map(toUInt64(stayed_ms - stayed_ms % greatest(1, intDiv(roundToExp2(stayed_ms), 64))), toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS stage_hist,
    if(kind = 'entered' AND stays_on, map(toUInt64(greatest(0, ceil(toUnixTimestamp64Milli(place_at) / 1000))), toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS stage_since,
    toUInt64(kind = 'passed' AND status = 'won') AS stage_won,
    toUInt64(kind = 'passed' AND status = 'lost') AS stage_lost,
    toUInt64(cycle IS NOT NULL) AS cycle_count,
    ifNull(cycle, 0) AS cycle_ms,
    if(cycle IS NULL, CAST(map(), 'Map(UInt64, UInt64)'), map(toUInt64(cycle_ms - cycle_ms % greatest(1, intDiv(roundToExp2(cycle_ms), 64))), toUInt64(1))) AS cycle_hist,
    -- Until when touches of campaigns count for it.
    if(kind = 'credited', place_at, NULL) AS touched_until,
    toDecimal128(if(kind = 'credited', ifNull(amount, 0), 0), 4) AS first_amount,
    toUInt64(kind = 'credited') AS first_priced,
    toDecimal128(if(kind = 'credited', ifNull(amount, 0), 0), 4) AS last_amount,
    toUInt64(kind = 'credited') AS last_priced,
    toDecimal128(if(kind = 'credited', ifNull(amount, 0), 0), 4) AS linear_amount,
    toUInt64(kind = 'credited') AS linear_touches
FROM
(
    SELECT
        tenant, deal_id, pipeline, product, lead_source, campaign, currency, amount, status, ended_at,
        place.1 AS kind,
        assumeNotNull(place.2) AS place_at,
        assumeNotNull(place.3) AS dims_at,
        place.4 AS stage,
        toUInt64(greatest(0, toUnixTimestamp64Milli(place_at) - toUnixTimestamp64Milli(assumeNotNull(place.5)))) AS stayed_ms,
        place.5 IS NULL AS stays_on,
        -- Who owned it then: of what is older than every assignment, the earliest one.
        if(kind IN ('closed', 'passed', 'credited') AND closer != '', closer, arrayLast(owner -> owner.1 <= greatest(dims_at, owners[1].1), owners).3) AS rep,
        kind = 'closed' AND status = 'won' AS is_won,
        kind = 'closed' AND status = 'lost' AS is_lost,
        -- Closed up to a day before it was opened is a date without a time.
        if(is_won AND closed_at >= opened_at - INTERVAL 1 DAY, toUInt64(greatest(0, toUnixTimestamp64Milli(closed_at) - toUnixTimestamp64Milli(opened_at))), NULL) AS cycle
    FROM
    (
        SELECT
            tenant, deal_id, owners, pipeline, product, lead_source, campaign, currency, amount, opened_at, status, closer, closed_at, ended_at,
            -- From when on it was in which stage, until it ended: of instants at which something was said, those that changed it.
            if(opened_at IS NULL OR ended_at <= opened_at, [], arraySort(arrayDistinct(arrayConcat([assumeNotNull(opened_at)],
                arrayFilter(at -> at > opened_at AND (ended_at IS NULL OR at < ended_at), arrayMap(statement -> statement.1.2, arrayFilter(statement -> statement.1.1, stages))))))) AS instants,
            arrayMap(at -> if(empty(stages), '', arrayLast(statement -> statement.1 <= if((true, at) < stages[1].1, stages[1].1, (true, at)), stages).3), instants) AS stages_then,
            arrayFilter((move, i) -> i = 1 OR move.2 != stages_then[i - 1], arrayMap((at, stage) -> (at, stage), instants, stages_then), arrayEnumerate(instants)) AS moves,
            arrayPushBack(arrayMap(move -> toNullable(move.1), arrayPopFront(moves)), ended_at) AS leavings,
            arrayMap((move, left_at) -> (move.1, move.2, left_at), moves, if(empty(moves), [], leavings)) AS stays
        FROM
        (
        SELECT
            tenant, deal_id, owners, pipeline, product, lead_source, campaign, currency, amount, opened_at, status, stages,
            ifNull(arrayLast(statement -> statement.4 IS NOT NULL, run).4, '') AS closer,
            multiIf(status = 'open', NULL, amended_rank > run[1].1, amended_closed_at, run[1].3) AS closed_at,
            if(opened_at IS NULL OR closed_at IS NULL, NULL, greatest(opened_at, closed_at)) AS ended_at
        FROM
        (
            SELECT
                tenant, deal_id, owners, pipeline, product, lead_source, campaign, currency, amount, opened_at, amended_rank, amended_closed_at, stages,
                if(empty(statements), 'open', statements[-1].2) AS status,
                -- A deal won again keeps the close time of the first of its unbroken run of wins.
                arraySlice(statements, arrayLastIndex(statement -> statement.2 != statements[-1].2, statements) + 1) AS run
            FROM
            (
                SELECT
                    tenant, deal_id,
                    argMax(last_opened_at, rank) AS opened_at,
                    arraySort(groupArrayIf((rank, if(type = 'deal.reopened', 'open', ifNull(outcome, '')), closed_at, if(type = 'deal.closed', rep_id, NULL)), type IN ('deal.closed', 'deal.reopened'))) AS statements,
                    -- What an opening says holds from the beginning, before all others; what an amendment says from when it was said.
                    arraySort(groupArrayIf(
                        ((type != 'deal.opened', if(type = 'deal.opened', toDateTime64(0, 3, 'UTC'), assumeNotNull(coalesce(changed_at, reopened_at, occurred_at)))), rank, ifNull(stage, '')),
                        stage IS NOT NULL OR has(cleared, 'stage'))) AS stages,
                    maxIf(rank, type = 'deal.amended' AND closed_at IS NOT NULL) AS amended_rank,
                    argMaxIf(closed_at, rank, type = 'deal.amended') AS amended_closed_at,
                    argMaxIf(tuple(last_amount), rank, last_amount IS NOT NULL OR has(cleared, 'amount')).1 AS amount,
                    arraySort(groupArrayIf((ifNull(effective_at, occurred_at), rank, ifNull(rep_id, '')), rep_id IS NOT NULL OR has(cleared, 'rep_id'))) AS owners,
                    ifNull(argMax(last_pipeline, rank), '') AS pipeline,
                    ifNull(argMax(last_product, rank), '') AS product,
                    ifNull(argMax(last_lead_source, rank), '') AS lead_source,
                    ifNull(argMax(last_campaign, rank), '') AS campaign,
                    ifNull(argMax(last_currency, rank), '') AS currency
                FROM
                (
                    SELECT
                        tenant, deal_id, type, outcome, closed_at, rep_id, effective_at, occurred_at, cleared, stage, changed_at, reopened_at, rank,
                        opened_at AS last_opened_at, amount AS last_amount,
                        -- What was cleared is said to be nothing: that is no null, which would say nothing.
                        if(has(cleared, 'pipeline'), '', pipeline) AS last_pipeline,
                        if(has(cleared, 'product'), '', product) AS last_product,
                        if(has(cleared, 'lead_source'), '', lead_source) AS last_lead_source,
                        if(has(cleared, 'campaign_id'), '', campaign_id) AS last_campaign,
                        if(has(cleared, 'currency'), '', currency) AS last_currency
                    FROM deal_events
                    WHERE (tenant, deal_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'deal')
                )
                GROUP BY tenant, deal_id
                HAVING NOT argMaxIf(type = 'deal.removed', rank, type IN ('deal.opened', 'deal.removed'))
            )
        )
        )
    )
    ARRAY JOIN arrayConcat(
        [('opened', opened_at, opened_at, '', NULL), ('closed', closed_at, closed_at, '', NULL),
            ('credited', if(status = 'won' AND amount IS NOT NULL, closed_at, NULL), closed_at, '', NULL)],
        arrayMap(stage -> ('passed', closed_at, closed_at, stage, NULL), arrayDistinct(arrayMap(stay -> stay.2, stays))),
        -- An open deal is one of the office that it was opened in, to its end, whatever stages it goes through.
        arrayMap(stay -> ('entered', toNullable(stay.1), opened_at, stay.2, stay.3), stays),
        arrayMap(stay -> ('left', stay.3, opened_at, stay.2, toNullable(stay.1)), stays)) AS place
    WHERE place.2 IS NOT NULL
)
