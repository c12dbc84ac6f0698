import { claimants, type Fact, oneBin } from '../fact.js';

/** Deals move: they count where they were opened and where they were last closed. */
export const deal: Fact = {
  name: 'deal',
  entity: 'deal',
  dimensions: ['office', 'team', 'rep', 'pipeline', 'product', 'lead_source', 'currency'],
  measures: [
    { name: 'opened', type: 'count' },
    { name: 'won', type: 'count' },
    { name: 'lost', type: 'count' },
    { name: 'won_amount', type: 'decimal' },
    { name: 'lost_amount', type: 'decimal' },
    { name: 'won_priced', type: 'count' },
    { name: 'lost_priced', type: 'count' },
    { name: 'cycle_count', type: 'count' },
    { name: 'cycle_ms', type: 'sum_ms' },
    { name: 'cycle_hist', type: 'map' },
  ],
  claims: ['opened_at', 'closed_at'],
  placed: `
    SELECT
        tenant, place.2 AS place_at, place_at AS dims_at, rep, pipeline, product, lead_source, currency,
        place.1 = 'opened' AS is_opening, place.1 = 'closed' AS is_closing,
        toUInt64(is_opening) AS opened,
        toUInt64(is_closing AND status = 'won') AS won,
        toUInt64(is_closing AND status = 'lost') AS lost,
        if(won = 1, ifNull(amount, 0), 0)::Decimal(38, 4) AS won_amount,
        if(lost = 1, ifNull(amount, 0), 0)::Decimal(38, 4) AS lost_amount,
        toUInt64(won = 1 AND amount IS NOT NULL) AS won_priced,
        toUInt64(lost = 1 AND amount IS NOT NULL) AS lost_priced,
        toUInt64(won = 1 AND opened_at IS NOT NULL AND closed_at >= opened_at) AS cycle_count,
        if(cycle_count = 1, toUInt64(toUnixTimestamp64Milli(assumeNotNull(closed_at)) - toUnixTimestamp64Milli(assumeNotNull(opened_at))), 0) AS cycle_ms,
        ${oneBin('cycle_count = 1', 'cycle_ms')} AS cycle_hist
    FROM
    (
        SELECT
            tenant, deal_id,
            argMax(events.opened_at, rank) AS opened_at,
            arraySort(groupArrayIf(
                (rank, if(type = 'deal.reopened', 'open', ifNull(outcome, '')), events.closed_at), type IN ('deal.closed', 'deal.reopened'))) AS statements,
            if(empty(statements), 'open', statements[-1].2) AS status,
            -- A deal won again keeps the close time of the first of its unbroken run of wins.
            statements[arrayLastIndex(statement -> statement.2 != status, statements) + 1] AS first_of_run,
            maxIf(rank, type = 'deal.amended' AND events.closed_at IS NOT NULL) AS amended_rank,
            multiIf(status = 'open', NULL,
                    amended_rank > first_of_run.1, argMaxIf(events.closed_at, rank, type = 'deal.amended'),
                    first_of_run.3) AS closed_at,
            argMax(events.amount, rank) AS amount,
            ifNull(argMax(rep_id, rank), '') AS rep,
            ifNull(argMax(events.pipeline, rank), '') AS pipeline,
            ifNull(argMax(events.product, rank), '') AS product,
            ifNull(argMax(events.lead_source, rank), '') AS lead_source,
            ifNull(argMax(events.currency, rank), '') AS currency
        FROM deal_events AS events
        WHERE (tenant, deal_id) IN (${claimants('deal')})
        GROUP BY tenant, deal_id
        HAVING NOT argMaxIf(type = 'deal.removed', rank, type IN ('deal.opened', 'deal.removed'))
    )
    ARRAY JOIN arrayMap(p -> (p.1, assumeNotNull(p.2)), arrayFilter(p -> p.2 IS NOT NULL, [('opened', opened_at), ('closed', closed_at)])) AS place`,
};
