import { eventsOf, type Fact, oneBin } from '../fact.js';

/** Calls are fixed: `started_at` is part of their identity, so a bucket's calls lie side by side. */
export const call: Fact = {
  name: 'call',
  entity: 'call',
  dimensions: ['office', 'team', 'rep', 'direction', 'outcome', 'channel'],
  measures: [
    { name: 'calls', type: 'count' },
    { name: 'talk_ms', type: 'sum_ms' },
    { name: 'talk_hist', type: 'map' },
  ],
  claims: ['started_at'],
  placed: `
    SELECT
        tenant, started_at AS place_at, started_at AS dims_at, rep, direction, outcome, channel,
        toUInt64(1) AS calls, talk_ms, ${oneBin("outcome = 'connected'", 'talk_ms')} AS talk_hist
    FROM
    (
        SELECT
            tenant, started_at,
            ifNull(last_rep, '') AS rep, ifNull(last_direction, '') AS direction, ifNull(last_outcome, '') AS outcome, ifNull(last_channel, '') AS channel,
            if(last_outcome = 'connected', toUInt64(ifNull(last_duration, 0)), 0) AS talk_ms
        FROM
        (
            SELECT
                tenant, started_at, call_id,
                argMax(rep_id, rank) AS last_rep, argMax(direction, rank) AS last_direction, argMax(outcome, rank) AS last_outcome,
                argMax(channel, rank) AS last_channel, argMax(duration_ms, rank) AS last_duration
            FROM (${eventsOf('call')})
            GROUP BY tenant, bucket, started_at, call_id
            HAVING countIf(type = 'call.logged') > 0
               AND NOT argMaxIf(type = 'call.removed', rank, type IN ('call.logged', 'call.removed'))
        )
    )`,
};
