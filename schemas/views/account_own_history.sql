-- What each account was from when on, as it was said of itself alone: one row per instant from which anything was said.
-- tenant: whose data it is
-- account_id: which account it is
-- since: from when on it holds, until the next one does; the first from the beginning of time
-- segment: market segment
-- region: sales region
SELECT tenant, account_id, state.1 AS since, state.2 AS segment, state.3 AS region
FROM
(
    SELECT
        tenant, account_id,
        arrayDistinct(arrayConcat([toDateTime64('1900-01-01 00:00:00', 3, 'UTC')],
            arrayMap(said -> said.1, segments), arrayMap(said -> said.1, regions))) AS instants,
        -- Of what is older than all that was said, the earliest.
        arrayMap(at -> (at,
            arrayLast(said -> said.1 <= greatest(at, segments[1].1), segments).3,
            arrayLast(said -> said.1 <= greatest(at, regions[1].1), regions).3), instants) AS states
    FROM
    (
        SELECT
            tenant, account_id,
            arraySort(groupArrayIf((occurred_at, rank, ifNull(segment, '')), segment IS NOT NULL OR has(cleared, 'segment'))) AS segments,
            arraySort(groupArrayIf((occurred_at, rank, ifNull(region, '')), region IS NOT NULL OR has(cleared, 'region'))) AS regions
        FROM account_events
        WHERE (tenant, account_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'account')
        GROUP BY tenant, account_id
    )
)
ARRAY JOIN states AS state
