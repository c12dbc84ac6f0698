-- How many customers are there at the end of each month in which any came or went?
SELECT month, sum(movement) OVER (ORDER BY month) AS customers_at_end
FROM
(
    SELECT toStartOfMonth(day) AS month, sum(value) AS movement
    FROM metric_daily
    WHERE tenant = {tenant:String} AND metric = 'customers_at_end' AND day < {to:Date}
    GROUP BY month
)
ORDER BY month
