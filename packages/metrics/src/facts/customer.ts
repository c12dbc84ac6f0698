import { eventsOf, type Fact, oneKey } from '../fact.js';

/** Customers are accounts inside a spell; they count where a spell starts and where it ends. */
export const customer: Fact = {
  name: 'customer',
  entity: 'account',
  dimensions: ['office', 'team', 'rep', 'segment', 'region', 'reason'],
  measures: [
    { name: 'created', type: 'count' },
    { name: 'gained', type: 'count' },
    { name: 'won_back', type: 'count' },
    { name: 'lost', type: 'count' },
    { name: 'lost_by_start', type: 'map' },
  ],
  claims: ['created_at', 'customer_since', 'churned_at'],
  placed: `
    SELECT
        tenant, place_at, dims_at, rep, segment, region, reason,
        toUInt64(kind = 'created') AS created,
        toUInt64(kind IN ('gained', 'won_back')) AS gained,
        toUInt64(kind = 'won_back') AS won_back,
        toUInt64(kind = 'lost') AS lost,
        ${oneKey("kind = 'lost'", 'intDiv(toUnixTimestamp64Milli(dims_at), 900000) * 900')} AS lost_by_start
    FROM
    (
        SELECT
            tenant, rep, segment, region,
            arrayJoin(arrayConcat(
                if(created_at IS NULL, [], [('created', assumeNotNull(created_at), assumeNotNull(created_at), '')]),
                arrayMap((turn, i) -> if(turn.2 = 1,
                    (if(i = 1, 'gained', 'won_back'), turn.1, turn.1, ''),
                    ('lost', turn.1, turns[i - 1].1, turn.5)), turns, arrayEnumerate(turns)))) AS place,
            place.1 AS kind, place.2 AS place_at, place.3 AS dims_at, place.4 AS reason
        FROM
        (
            SELECT
                *,
                -- What repeats the state before it changes nothing: starts and ends alternate from here on.
                arrayFilter((statement, before) -> statement.2 != before, statements, arrayPopBack(arrayPushFront(arrayMap(s -> s.2, statements), 0))) AS turns
            FROM
            (
                SELECT
                    tenant, created_at, rep, segment, region,
                    arraySort(arrayFilter(statement -> NOT has(void, statement.4), said)) AS statements
                FROM
                (
                    SELECT
                        tenant, account_id,
                        argMax(events.created_at, rank) AS created_at,
                        ifNull(argMax(events.segment, rank), '') AS segment,
                        ifNull(argMax(events.region, rank), '') AS region,
                        ifNull(argMax(rep_id, rank), '') AS rep,
                        arrayConcat(groupUniqArray(replaces), groupUniqArray(retracts)) AS void,
                        -- (instant, 0 = end and 1 = start, order, event_id, reason)
                        groupUniqArrayIf(
                            (assumeNotNull(if(type = 'account.churned', churned_at, customer_since)), toUInt8(type = 'account.became_customer'), rank, event_id, ifNull(events.reason, '')),
                            type IN ('account.became_customer', 'account.churned')) AS said
                    FROM (${eventsOf('account')}) AS events
                    GROUP BY tenant, account_id
                )
            )
        )
    )`,
};
