-- Which share of the tickets of each channel got their first response within a target, in seconds?
SELECT
    channel,
    sum(arraySum(mapValues(mapFilter((seconds, tickets) -> seconds <= {target:UInt32}, response_s)))) AS in_time,
    sum(arraySum(mapValues(mapFilter((since, tickets) -> since + {target:UInt32} < toUnixTimestamp(now()), unanswered)))) AS late_and_unanswered,
    in_time / nullIf(sum(responded) + late_and_unanswered, 0) AS first_response_within
FROM ticket_daily
WHERE tenant = {tenant:String} AND day >= {from:Date} AND day < {to:Date}
GROUP BY channel
ORDER BY channel
