-- How many tickets wait for their first response when a day ends, by rep?
-- For those that wait now, let the day be today.
SELECT rep, sum(value) AS tickets_waiting
FROM metric_daily
WHERE tenant = {tenant:String} AND metric = 'tickets_waiting' AND day <= {day:Date}
GROUP BY rep
HAVING tickets_waiting != 0
ORDER BY tickets_waiting DESC, rep
