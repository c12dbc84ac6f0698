-- Which products sell best, by units and by what they bring in?
SELECT product, currency, sum(order_daily.units) AS units, sum(revenue) AS revenue_orders
FROM order_daily
WHERE tenant = {tenant:String} AND day >= {from:Date} AND day < {to:Date}
GROUP BY product, currency
HAVING sum(lines) > 0
ORDER BY units DESC, product, currency
