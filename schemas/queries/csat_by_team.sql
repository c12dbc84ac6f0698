-- How satisfied are the customers of each team, and how many said so?
SELECT team, sum(numerator) / nullIf(sum(denominator), 0) AS csat, sum(n) AS answers
FROM metric_daily
WHERE tenant = {tenant:String} AND metric = 'csat' AND day >= {from:Date} AND day < {to:Date}
GROUP BY team
ORDER BY team
