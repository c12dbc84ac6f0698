-- One row for each place where a deal counts now, folded from all its events; see README.md.
SELECT
    tenant, deal_id, toStartOfFifteenMinutes(toDateTime(greatest(place_at, toDateTime64(0, 3, 'UTC')), 'UTC')) AS bucket, place_at, dims_at,
    rep, pipeline, product, lead_source, campaign, currency,
    toUInt64(kind = 'opened') AS opened,
    toUInt64(is_won) AS won,
    toUInt64(is_lost) AS lost,
    toDecimal128(if(is_won, ifNull(amount, 0), 0), 4) AS won_amount,
    toDecimal128(if(is_lost, ifNull(amount, 0), 0), 4) AS lost_amount,
    toUInt64(is_won AND amount IS NOT NULL) AS won_priced,
    toUInt64(is_lost AND amount IS NOT NULL) AS lost_priced,
    toDecimal128(if(kind = 'opened', ifNull(amount, 0), 0), 4) AS opened_amount,
    toUInt64(kind = 'opened' AND amount IS NOT NULL) AS opened_priced,
    toUInt64(kind = 'ended') AS ended,
    toDecimal128(if(kind = 'ended', ifNull(amount, 0), 0), 4) AS ended_amount,
    toUInt64(kind = 'ended' AND amount IS NOT NULL) AS ended_priced,
    toUInt64(cycle IS NOT NULL) AS cycle_count,
    ifNull(cycle, 0) AS cycle_ms,
    if(cycle IS NULL, CAST(map(), 'Map(UInt64, UInt64)'), map(toUInt64(cycle_ms - cycle_ms % greatest(1, intDiv(roundToExp2(cycle_ms), 64))), toUInt64(1))) AS cycle_hist
FROM
(
    SELECT
        tenant, deal_id, pipeline, product, lead_source, campaign, currency, amount,
        place.1 AS kind,
        assumeNotNull(place.2) AS place_at,
        assumeNotNull(place.3) AS dims_at,
        -- Who owned it then: of what is older than every assignment, the earliest one.
        if(kind = 'closed' AND closer != '', closer, arrayLast(owner -> owner.1 <= greatest(dims_at, owners[1].1), owners).3) AS rep,
        kind = 'closed' AND status = 'won' AS is_won,
        kind = 'closed' AND status = 'lost' AS is_lost,
        -- Closed up to a day before it was opened is a date without a time.
        if(is_won AND closed_at >= opened_at - INTERVAL 1 DAY, toUInt64(greatest(0, toUnixTimestamp64Milli(closed_at) - toUnixTimestamp64Milli(opened_at))), NULL) AS cycle
    FROM
    (
        SELECT
            tenant, deal_id, owners, pipeline, product, lead_source, campaign, currency, amount, opened_at, status,
            ifNull(arrayLast(statement -> statement.4 IS NOT NULL, run).4, '') AS closer,
            multiIf(status = 'open', NULL, amended_rank > run[1].1, amended_closed_at, run[1].3) AS closed_at
        FROM
        (
            SELECT
                tenant, deal_id, owners, pipeline, product, lead_source, campaign, currency, amount, opened_at, amended_rank, amended_closed_at,
                if(empty(statements), 'open', statements[-1].2) AS status,
                -- A deal won again keeps the close time of the first of its unbroken run of wins.
                arraySlice(statements, arrayLastIndex(statement -> statement.2 != statements[-1].2, statements) + 1) AS run
            FROM
            (
                SELECT
                    tenant, deal_id,
                    argMax(last_opened_at, rank) AS opened_at,
                    arraySort(groupArrayIf((rank, if(type = 'deal.reopened', 'open', ifNull(outcome, '')), closed_at, if(type = 'deal.closed', rep_id, NULL)), type IN ('deal.closed', 'deal.reopened'))) AS statements,
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
                        tenant, deal_id, type, outcome, closed_at, rep_id, effective_at, occurred_at, cleared, rank,
                        opened_at AS last_opened_at, amount AS last_amount,
                        -- What was cleared is said to be nothing: that is no null, which would say nothing.
                        if(has(cleared, 'pipeline'), '', pipeline) AS last_pipeline,
                        if(has(cleared, 'product'), '', product) AS last_product,
                        if(has(cleared, 'lead_source'), '', lead_source) AS last_lead_source,
                        if(has(cleared, 'campaign_id'), '', campaign_id) AS last_campaign,
                        if(has(cleared, 'currency'), '', currency) AS last_currency
                    FROM deal_events
                )
                GROUP BY tenant, deal_id
                HAVING NOT argMaxIf(type = 'deal.removed', rank, type IN ('deal.opened', 'deal.removed'))
            )
        )
    )
    ARRAY JOIN [
        ('opened', opened_at, opened_at),
        ('closed', closed_at, closed_at),
        -- An open deal is one of the office that it was opened in, to its end.
        ('ended', if(opened_at IS NULL OR closed_at IS NULL, NULL, greatest(opened_at, closed_at)), opened_at)] AS place
    WHERE place.2 IS NOT NULL
)
