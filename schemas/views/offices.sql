-- Offices as they are called now, and their zones.
-- tenant: whose data it is
-- office_id: which office it is
-- name: what it is called now
-- zone: its time zone now, as its source names it
SELECT tenant, office_id, argMax(name, rank) AS name, argMax(zone, rank) AS zone
FROM office_events
GROUP BY tenant, office_id
