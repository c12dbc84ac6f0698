-- What one of a currency is worth in another, from when until when, as it is known now: one row for each pair and day that has a rate.
-- tenant: whose data it is
-- rate_id: the pair, base/quote
-- base: the currency of which one is worth rate of the other
-- quote: the other
-- effective_from: the day from which on it holds
-- until: the day before which it ends, because the next one holds; 2299-12-31 where none does
-- rate: how much of quote one of base is
SELECT tenant, rate_id, substring(rate_id, 1, 3) AS base, substring(rate_id, 5, 3) AS quote, day AS effective_from,
    leadInFrame(day, 1, toDate32('2299-12-31')) OVER (PARTITION BY tenant, rate_id ORDER BY day ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS until,
    rate
FROM
(
    SELECT tenant, rate_id, toDate32(assumeNotNull(effective_from)) AS day, assumeNotNull(argMax(if(type = 'rate.updated', ifNull(rate, 0), 0), rank)) AS rate
    FROM rate_events
    GROUP BY tenant, rate_id, effective_from
)
WHERE rate > 0
