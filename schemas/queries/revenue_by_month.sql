-- How much was won in each month, currency by currency?
SELECT toStartOfMonth(day) AS month, currency, sum(value) AS revenue_won, sum(n) AS deals
FROM metric_daily
WHERE tenant = {tenant:String} AND metric = 'revenue_won' AND day >= {from:Date} AND day < {to:Date}
GROUP BY month, currency
ORDER BY month, currency
