-- What do reps do besides calling, and which share is each kind of it?
SELECT kind, sum(activity_daily.activities) AS activities, activities / sum(activities) OVER () AS share
FROM activity_daily
WHERE tenant = {tenant:String} AND day >= {from:Date} AND day < {to:Date}
GROUP BY kind
ORDER BY activities DESC, kind
