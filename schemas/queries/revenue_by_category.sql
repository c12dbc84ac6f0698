-- What does each category of products bring in, by what its products belong to now?
SELECT category, currency, sum(revenue) AS revenue_orders
FROM order_daily
WHERE tenant = {tenant:String} AND day >= {from:Date} AND day < {to:Date}
GROUP BY category, currency
HAVING sum(lines) > 0
ORDER BY category, currency
