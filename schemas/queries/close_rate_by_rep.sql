-- What is each rep's close rate, and of how many deals?
-- Add up what is divided, then divide: the mean of daily rates is another number.
SELECT rep, sum(numerator) / nullIf(sum(denominator), 0) AS close_rate, sum(n) AS closed
FROM metric_daily
WHERE tenant = {tenant:String} AND metric = 'close_rate' AND day >= {from:Date} AND day < {to:Date}
GROUP BY rep
ORDER BY close_rate DESC, rep
