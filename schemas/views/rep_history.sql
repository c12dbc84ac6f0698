-- What each rep belongs to, from when: one row per change.
SELECT tenant, rep_id, effective_from, argMax(name, rank) AS name, argMax(office_id, rank) AS office_id, argMax(team, rank) AS team
FROM rep_events
GROUP BY tenant, rep_id, effective_from
