-- One row for each place where a call counts now, folded from all its events; see README.md.
SELECT
    tenant, call_id, bucket, place_at, place_at AS dims_at, rep, direction, outcome, channel,
    toUInt64(1) AS calls,
    if(outcome = 'connected', duration, 0) AS talk_ms,
    if(outcome = 'connected', map(toUInt64(duration - duration % greatest(1, intDiv(roundToExp2(duration), 64))), toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS talk_hist
FROM
(
    SELECT
        tenant, bucket, place_at, call_id,
        ifNull(arrayLast(s -> s.3 IS NOT NULL, standing).3, '') AS rep,
        ifNull(arrayLast(s -> s.4 IS NOT NULL, standing).4, '') AS direction,
        ifNull(arrayLast(s -> s.5 IS NOT NULL, standing).5, '') AS outcome,
        ifNull(arrayLast(s -> s.6 IS NOT NULL, standing).6, '') AS channel,
        toUInt64(ifNull(arrayLast(s -> s.7 IS NOT NULL, standing).7, 0)) AS duration
    FROM
    (
        SELECT
            tenant, bucket, place_at, call_id,
            arrayFilter(s -> s.2, statements) AS said_legs,
            -- What a rep's phone logged last is the leg; the call is the leg that was answered, else the last.
            if(length(said_legs) = 1, said_legs,
                arrayFilter((s, i) -> NOT has(arrayMap(later -> later.3, arraySlice(said_legs, i + 1)), s.3), said_legs, arrayEnumerate(said_legs))) AS legs,
            if(arrayExists(s -> s.5 = 'connected', legs), arrayLast(s -> s.5 = 'connected', legs), legs[-1]).1 AS answered,
            arrayFilter(s -> NOT s.2 OR s.1 = answered, statements) AS standing
        FROM
        (
            SELECT
                tenant, bucket, started_at AS place_at, call_id,
                arraySort(s -> s.1, groupArrayIf((rank, type = 'call.logged', rep_id, last_direction, last_outcome, last_channel, duration_ms), type != 'call.removed')) AS statements
            FROM
            (
                SELECT
                    tenant, bucket, started_at, call_id, type, rank,
                    -- What was cleared is said to be nothing: that is no null, which would say nothing.
                    if(has(cleared, 'rep_id'), '', rep_id) AS rep_id,
                    if(has(cleared, 'duration_ms'), 0, duration_ms) AS duration_ms,
                    if(has(cleared, 'direction'), '', direction) AS last_direction,
                    if(has(cleared, 'outcome'), '', outcome) AS last_outcome,
                    if(has(cleared, 'channel'), '', channel) AS last_channel
                FROM call_events
                WHERE (tenant, call_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'call')
            )
            GROUP BY tenant, bucket, started_at, call_id
            HAVING countIf(type = 'call.logged') > 0
               AND NOT argMaxIf(type = 'call.removed', rank, type IN ('call.logged', 'call.removed'))
        )
    )
)
