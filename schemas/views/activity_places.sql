-- One row for each place where an activity counts now, folded from all its events; see README.md.
SELECT
    tenant, activity_id, bucket, performed_at AS place_at, performed_at AS dims_at,
    ifNull(argMax(said_rep, rank), '') AS rep,
    ifNull(argMax(said_kind, rank), '') AS kind,
    toUInt64(1) AS activities,
    -- In a tuple, since an aggregate passes over NULL, which is what a cleared one is.
    toInt64(ifNull(argMaxIf(tuple(quantity), rank, quantity IS NOT NULL OR has(cleared, 'quantity')).1, 1)) AS quantity
FROM
(
    SELECT
        tenant, bucket, performed_at, activity_id, type, rank, cleared, quantity,
        if(has(cleared, 'rep_id'), '', rep_id) AS said_rep,
        if(has(cleared, 'kind'), '', kind) AS said_kind
    FROM activity_events
    WHERE (tenant, activity_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'activity')
)
GROUP BY tenant, bucket, performed_at, activity_id
HAVING countIf(type = 'activity.logged') > 0
   AND NOT argMaxIf(type = 'activity.removed', rank, type IN ('activity.logged', 'activity.removed'))
