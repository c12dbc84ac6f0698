-- By which hours each schedule goes, from when: one row per change.
SELECT tenant, schedule_id, effective_from, argMax(zone, rank) AS zone, argMax(changes, rank) AS changes, argMax(week, rank) AS week, argMax(days_off, rank) AS days_off
FROM schedule_events
GROUP BY tenant, schedule_id, effective_from
