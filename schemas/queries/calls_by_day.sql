-- How many calls did each office make on each of its days?
SELECT day, office, sum(value) AS calls
FROM metric_daily
WHERE tenant = {tenant:String} AND metric = 'calls' AND day >= {from:Date} AND day < {to:Date}
GROUP BY day, office
ORDER BY day, office
