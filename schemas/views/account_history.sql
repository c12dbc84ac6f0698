-- What each account was from when on, one that was merged away what its survivor was: one row per instant from which anything was said.
-- tenant: whose data it is
-- account_id: which account it is
-- since: from when on it holds, until the next one does; the first from the beginning of time
-- segment: market segment
-- region: sales region
SELECT tenant, account_id, since, segment, region
FROM account_own_history
WHERE (tenant, account_id) NOT IN
(
    -- A survivor of which nothing is said is none.
    SELECT tenant, account_id FROM account_merges
    WHERE (tenant, survivor) IN
    (
        SELECT tenant, account_id FROM account_events
        WHERE (tenant, account_id) IN (SELECT tenant, survivor FROM account_merges)
          AND (tenant, account_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'account')
    )
)
UNION ALL
SELECT merges.tenant AS tenant, merges.account_id AS account_id, history.since AS since, history.segment AS segment, history.region AS region
FROM account_merges AS merges
INNER JOIN
(
    SELECT * FROM account_own_history WHERE (tenant, account_id) IN (SELECT tenant, survivor FROM account_merges)
) AS history
ON merges.tenant = history.tenant AND merges.survivor = history.account_id
