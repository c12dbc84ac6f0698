-- Offices as they are called now, and their zones.
SELECT tenant, office_id, argMax(name, rank) AS name, argMax(zone, rank) AS zone
FROM office_events
GROUP BY tenant, office_id
