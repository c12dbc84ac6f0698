-- Reference data in force, for people and for labels.

CREATE VIEW IF NOT EXISTS offices AS
SELECT tenant, office_id, argMax(name, rank) AS name, argMax(zone, rank) AS zone
FROM office_events
GROUP BY tenant, office_id;

-- What each rep belongs to, from when: one row per change.
CREATE VIEW IF NOT EXISTS rep_history AS
SELECT tenant, rep_id, effective_from, argMax(name, rank) AS name, argMax(office_id, rank) AS office_id, argMax(team, rank) AS team
FROM rep_events
GROUP BY tenant, rep_id, effective_from;

CREATE VIEW IF NOT EXISTS reps AS
SELECT tenant, rep_id, argMax(name, effective_from) AS name, argMax(office_id, effective_from) AS office_id, argMax(team, effective_from) AS team
FROM rep_history
GROUP BY tenant, rep_id;
