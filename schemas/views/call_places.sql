-- One row for each place where a call counts now, folded from all its events; see README.md.
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
            tenant, bucket, started_at, call_id, type, rank,
            -- What was cleared is said to be nothing: that is no null, which would say nothing.
            if(has(cleared, 'rep_id'), '', rep_id) AS rep_id,
            if(has(cleared, 'duration_ms'), 0, duration_ms) AS duration_ms,
            if(has(cleared, 'direction'), '', direction) AS last_direction,
            if(has(cleared, 'outcome'), '', outcome) AS last_outcome,
            if(has(cleared, 'channel'), '', channel) AS last_channel
        FROM call_events
    )
    GROUP BY tenant, bucket, started_at, call_id
    HAVING countIf(type = 'call.logged') > 0
       AND NOT argMaxIf(type = 'call.removed', rank, type IN ('call.logged', 'call.removed'))
)
