-- What each rep belongs to now.
SELECT tenant, rep_id, argMax(name, effective_from) AS name, argMax(office_id, effective_from) AS office_id, argMax(team, effective_from) AS team
FROM rep_history
GROUP BY tenant, rep_id
