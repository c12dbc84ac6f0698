-- Why did customers leave?
SELECT reason, sum(lost) AS customers_lost
FROM customer_daily
WHERE tenant = {tenant:String} AND day >= {from:Date} AND day < {to:Date}
GROUP BY reason
HAVING customers_lost > 0
ORDER BY customers_lost DESC, reason
