-- Every rate that was ever said of a pair and a day, and whether it was taken back: one row a statement, the last of a day holds.
-- tenant: whose data it is
-- rate_id: the pair, base/quote
-- effective_from: the day from which on it was to hold
-- rate: how much of the quote currency one of the base is; NULL: it was removed
-- said_at: when the source said so
-- source: the system that said so
-- holds: whether it is what is known of that day now
SELECT tenant, rate_id, toDate32(assumeNotNull(rate_events.effective_from)) AS effective_from, if(type = 'rate.removed', NULL, rate) AS rate, occurred_at AS said_at, source,
    rank = max(rank) OVER (PARTITION BY tenant, rate_id, rate_events.effective_from) AS holds
FROM rate_events
