-- How much was won in one currency, each amount by the exchange rate of its day?
-- By the rate of the pair, else its inverse, else what both are worth of the first base that has both; what no rate converts is counted.
WITH
    won AS (
        SELECT day, currency AS own, sum(value) AS amount
        FROM metric_daily
        WHERE tenant = {tenant:String} AND metric = 'revenue_won' AND day >= {from:Date} AND day < {to:Date} AND currency != ''
        GROUP BY day, own
        HAVING amount != 0
    ),
    held AS (
        SELECT base, quote, effective_from AS since, until, toInt256(toDecimal256(rate, 12) * 1000000000000) AS units
        FROM rates
        WHERE tenant = {tenant:String} AND rates.effective_from < {to:Date} AND rates.until > {from:Date}
    ),
    toInt256(1000000000000) AS one,
    worth AS (
        SELECT day, own, 0 AS way, '' AS by, one AS units FROM won WHERE own = {currency:String}
        UNION ALL
        SELECT day, own, 1, '', held.units
        FROM won INNER JOIN held ON held.base = won.own
        WHERE held.quote = {currency:String} AND day >= since AND day < until
        UNION ALL
        SELECT day, own, 2, '', intDiv(2 * one * one + held.units, 2 * held.units)
        FROM won INNER JOIN held ON held.quote = won.own
        WHERE held.base = {currency:String} AND day >= since AND day < until
        UNION ALL
        SELECT day, own, 3, mine.base, intDiv(2 * one * other.units + mine.units, 2 * mine.units)
        FROM won INNER JOIN held AS mine ON mine.quote = won.own INNER JOIN held AS other ON other.base = mine.base
        WHERE other.quote = {currency:String} AND day >= mine.since AND day < mine.until AND day >= other.since AND day < other.until
    ),
    best AS (SELECT day, own, argMin(units, (way, by)) AS units FROM worth GROUP BY day, own)
SELECT
    toDecimal256(intDiv(2 * abs(total) + one, 2 * one) * sign(total), 4) / 10000 AS revenue_won,
    countIf(best.units = 0) AS unconverted,
    sum(toInt256(toDecimal256(amount, 4) * 10000) * best.units) AS total
FROM won LEFT JOIN best ON best.day = won.day AND best.own = won.own
