-- By which hours each schedule goes, from when: one row per change.
-- tenant: whose data it is
-- schedule_id: which schedule it is
-- effective_from: from when on it holds, until the next one does
-- zone: the time zone of its clock
-- changes: changes of the clocks of its zone: (instant, offset from then on, what to add to what is worked until a local time), ms
-- week: what is worked of a week: (begin after the midnight of Monday, how long), ms
-- days_off: holidays as local time: (begin, end, what is worked of the weeks until it begins less what is off before), ms
SELECT tenant, schedule_id, effective_from, argMax(zone, rank) AS zone, argMax(changes, rank) AS changes, argMax(week, rank) AS week, argMax(days_off, rank) AS days_off
FROM schedule_events
GROUP BY tenant, schedule_id, effective_from
