-- At which hours of its own day does each office call, and how long does it talk?
SELECT office, hour, sum(calls.calls) AS calls, sum(talk_ms) AS talk_time
FROM calls
WHERE tenant = {tenant:String} AND day >= {from:Date} AND day < {to:Date}
GROUP BY office, hour
ORDER BY office, hour
