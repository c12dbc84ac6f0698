-- How large are the deals won, product by product? A deal without an amount is in neither sum.
SELECT product, currency, toFloat64(sum(won_amount)) / nullIf(sum(won_priced), 0) AS deal_size_mean, sum(won_priced) AS deals
FROM deal_daily
WHERE tenant = {tenant:String} AND day >= {from:Date} AND day < {to:Date}
GROUP BY product, currency
HAVING deals > 0
ORDER BY product, currency
