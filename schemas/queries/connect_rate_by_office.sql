-- Which share of the outbound calls of each office is answered?
SELECT office, sumIf(calls, direction = 'outbound' AND outcome = 'connected') / nullIf(sumIf(calls, direction = 'outbound'), 0) AS connect_rate
FROM call_daily
WHERE tenant = {tenant:String} AND day >= {from:Date} AND day < {to:Date}
GROUP BY office
ORDER BY office
