-- What each rep belongs to, from when: one row per change.
-- tenant: whose data it is
-- rep_id: which rep it is
-- effective_from: from when on it holds, until the next one does
-- name: what the rep is called
-- office_id: office of the rep
-- team: team of the rep
SELECT tenant, rep_id, effective_from, argMax(name, rank) AS name, argMax(office_id, rank) AS office_id, argMax(team, rank) AS team
FROM rep_events
GROUP BY tenant, rep_id, effective_from
