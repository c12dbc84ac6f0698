-- How long do customers of each team wait for the first response, in ms: half of them, nine of ten, and 95 of 100?
-- Percentiles do not add up, so metric_histogram has how many there are of each value.
SELECT
    team,
    quantileExactWeightedInterpolated(0.5)(value, n) AS p50,
    quantileExactWeightedInterpolated(0.9)(value, n) AS p90,
    quantileExactWeightedInterpolated(0.95)(value, n) AS p95,
    sum(n) AS tickets
FROM metric_histogram
WHERE tenant = {tenant:String} AND metric = 'first_response_time_p90' AND day >= {from:Date} AND day < {to:Date}
GROUP BY team
ORDER BY team
