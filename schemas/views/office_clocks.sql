-- The time zone whose days are an office's own: the one that it names, or UTC where there is none of that name.
-- tenant: whose data it is
-- office_id: which office it is
-- zone: as ClickHouse names it
SELECT offices.tenant AS tenant, offices.office_id AS office_id, if(known.time_zone = '', 'UTC', known.time_zone) AS zone
FROM offices
LEFT JOIN (SELECT toString(time_zone) AS time_zone FROM system.time_zones) AS known ON lower(offices.zone) = lower(known.time_zone)
SETTINGS join_use_nulls = 0
