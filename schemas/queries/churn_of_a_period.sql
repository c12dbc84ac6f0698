-- Of the customers at the start of a period, which share left in it, by segment?
-- Who came and left within it is in neither; lost_by_start tells since when those were customers who left.
SELECT
    segment,
    sumIf(gained, day < {from:Date}) - sumIf(lost, day < {from:Date}) AS at_start,
    sumIf(
        arraySum(mapValues(mapFilter((since, customers) -> toDate(toString(toDateTime(since, 'UTC'), zone)) < {from:Date}, lost_by_start))),
        day >= {from:Date}) AS lost_of_them,
    lost_of_them / nullIf(at_start, 0) AS churn_rate
FROM customer_daily
WHERE tenant = {tenant:String} AND day < {to:Date}
GROUP BY segment
ORDER BY segment
