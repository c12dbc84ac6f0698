-- Which products does each segment prefer? 2 is twice the share that the product has in all orders.
SELECT product, segment, ordered / sum(ordered) OVER (PARTITION BY segment) / (sum(ordered) OVER (PARTITION BY product) / sum(ordered) OVER ()) AS preference
FROM
(
    SELECT product, segment, sum(order_daily.units) AS ordered
    FROM order_daily
    WHERE tenant = {tenant:String} AND day >= {from:Date} AND day < {to:Date}
    GROUP BY product, segment
    HAVING ordered > 0
)
ORDER BY segment, preference DESC, product
