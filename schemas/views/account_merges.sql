-- Each account that was merged away, and its survivor: of a circle, or over more than 16 merges, there is none.
-- tenant: whose data it is
-- account_id: which account was merged away
-- survivor: the account that it counts with
WITH RECURSIVE
    merges AS
    (
        SELECT tenant, account_id, decisive.2 AS merged_away_into
        FROM
        (
            SELECT tenant, account_id, argMaxIf((type = 'account.removed', ifNull(merged_into, '')), rank, type IN ('account.created', 'account.became_customer', 'account.removed')) AS decisive
            FROM account_events
            WHERE (tenant, account_id) IN (SELECT tenant, entity_id FROM links WHERE entity = 'account' AND fact = 'customer')
              AND (tenant, account_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'account')
            GROUP BY tenant, account_id
        )
        WHERE decisive.2 != ''
    ),
    hops AS
    (
        SELECT tenant, account_id, merged_away_into AS survivor, 1 AS hop FROM merges
        UNION ALL
        SELECT hops.tenant, hops.account_id, merges.merged_away_into, hops.hop + 1
        FROM hops INNER JOIN merges ON hops.tenant = merges.tenant AND hops.survivor = merges.account_id
        WHERE hops.hop < 16
    )
SELECT tenant, account_id, survivor FROM hops WHERE (tenant, survivor) NOT IN (SELECT tenant, account_id FROM merges)
