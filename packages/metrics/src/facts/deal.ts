import { eventsOf, type Fact, oneBin } from '../fact.js';

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
        *,
        toUInt64(is_won) AS won, toUInt64(is_lost) AS lost,
        if(is_won, ifNull(amount, 0), 0)::Decimal(38, 4) AS won_amount,
        if(is_lost, ifNull(amount, 0), 0)::Decimal(38, 4) AS lost_amount,
        toUInt64(is_won AND amount IS NOT NULL) AS won_priced,
        toUInt64(is_lost AND amount IS NOT NULL) AS lost_priced,
        toUInt64(has_cycle) AS cycle_count,
        ${oneBin('has_cycle', 'cycle_ms')} AS cycle_hist
    FROM
    (
        SELECT
            *,
            toUInt64(NOT is_closing) AS opened,
            is_closing AND status = 'won' AS is_won,
            is_closing AND status = 'lost' AS is_lost,
            is_won AND opened_at IS NOT NULL AND closed_at >= opened_at AS has_cycle,
            if(has_cycle, toUInt64(toUnixTimestamp64Milli(assumeNotNull(closed_at)) - toUnixTimestamp64Milli(assumeNotNull(opened_at))), 0) AS cycle_ms
        FROM
        (
            SELECT
                *,
                arrayJoin(arrayFilter(place -> place.2 IS NOT NULL, [(false, opened_at), (true, closed_at)])) AS place,
                place.1 AS is_closing, assumeNotNull(place.2) AS place_at, assumeNotNull(place.2) AS dims_at
            FROM
            (
                SELECT
                    *,
                    multiIf(status = 'open', NULL, amended_rank > first_of_run.1, amended_closed_at, first_of_run.3) AS closed_at
                FROM
                (
                    SELECT
                        *,
                        -- A deal won again keeps the close time of the first of its unbroken run of wins.
                        statements[arrayLastIndex(statement -> statement.2 != status, statements) + 1] AS first_of_run
                    FROM
                    (
                        SELECT *, if(empty(statements), 'open', statements[-1].2) AS status
                        FROM
                        (
                            SELECT
                                tenant, deal_id,
                                argMax(events.opened_at, rank) AS opened_at,
                                arraySort(groupArrayIf(
                                    (rank, if(type = 'deal.reopened', 'open', ifNull(outcome, '')), events.closed_at), type IN ('deal.closed', 'deal.reopened'))) AS statements,
                                maxIf(rank, type = 'deal.amended' AND events.closed_at IS NOT NULL) AS amended_rank,
                                argMaxIf(events.closed_at, rank, type = 'deal.amended') AS amended_closed_at,
                                argMax(events.amount, rank) AS amount,
                                ifNull(argMax(rep_id, rank), '') AS rep,
                                ifNull(argMax(events.pipeline, rank), '') AS pipeline,
                                ifNull(argMax(events.product, rank), '') AS product,
                                ifNull(argMax(events.lead_source, rank), '') AS lead_source,
                                ifNull(argMax(events.currency, rank), '') AS currency
                            FROM (${eventsOf('deal')}) AS events
                            GROUP BY tenant, deal_id
                            HAVING NOT argMaxIf(type = 'deal.removed', rank, type IN ('deal.opened', 'deal.removed'))
                        )
                    )
                )
            )
        )
    )`,
};
