-- What each rep belongs to now.
-- tenant: whose data it is
-- rep_id: which rep it is
-- name: what the rep is called now
-- office_id: office of the rep now
-- team: team of the rep now
SELECT tenant, rep_id, argMax(name, effective_from) AS name, argMax(office_id, effective_from) AS office_id, argMax(team, effective_from) AS team
FROM rep_history
GROUP BY tenant, rep_id
