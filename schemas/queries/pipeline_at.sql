-- What was the open pipeline worth when a day ended, by rep and currency?
-- A stock is all that ever came in, less what went out: add up every day up to that one.
SELECT rep, currency, sum(value) AS pipeline_value, sum(n) AS deals
FROM metric_daily
WHERE tenant = {tenant:String} AND metric = 'pipeline_value' AND day <= {day:Date}
GROUP BY rep, currency
HAVING deals != 0
ORDER BY rep, currency
