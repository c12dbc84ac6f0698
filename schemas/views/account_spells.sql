-- One row for each account that was not removed, merged or not: its turns, which are (instant, 1 = a spell starts and 0 = it ends, reason).
-- tenant: whose data it is
-- account_id: which account it is
-- merged_away_into: the account that it was merged into; none where empty
-- created_at: when it was created
-- owners: who owned it since when: (instant, order, rep)
-- segment: market segment
-- region: sales region
-- turns: when it became a customer and when it ceased to be one: (instant, 1 = a spell starts and 0 = it ends, reason)
SELECT
    tenant, account_id, merged_away_into, created_at, owners, segment, region,
    -- Where both are said of one instant, an end ends the spell that is open, else the one that starts there. What repeats
    -- the state before it changes nothing: starts and ends alternate from here on.
    arrayMap(s -> (s.1, s.3, s.4), arraySort(arrayFilter(s -> s.5 OR s.3 != s.6,
        arrayMap((s, twofold, open) -> (s.1, if(twofold AND NOT open, 1 - s.2, s.2), s.2, s.3, twofold, open), statements, are_twofold, were_open)))) AS turns
FROM
(
    SELECT
        tenant, account_id, merged_away_into, created_at, owners, segment, region, statements,
        arrayMap((said, before, after) -> ifNull(said.1 = before, false) OR ifNull(said.1 = after, false), statements,
            arrayPopBack(arrayPushFront(arrayMap(s -> s.1, statements), NULL)),
            arrayPopFront(arrayPushBack(arrayMap(s -> s.1, statements), NULL))) AS are_twofold,
        -- What is said twofold leaves the state as it was.
        arrayPopBack(arrayFill((open, twofold) -> NOT twofold,
            arrayPushFront(arrayMap(s -> s.2, statements), 0), arrayPushFront(are_twofold, false))) AS were_open
    FROM
    (
        SELECT
            tenant, account_id, merged_away_into, created_at, owners, segment, region,
            -- (instant, 0 = end and 1 = start, reason); of several the first.
            arrayMap(s -> (s.1, s.2, s.6), arrayFilter((s, before) -> (s.1, s.2) != before, standing,
                arrayPopBack(arrayPushFront(arrayMap(s -> (s.1, s.2), standing), (toDateTime64(0, 3, 'UTC'), 2))))) AS statements
        FROM
        (
            SELECT
                tenant, account_id, merged_away_into, created_at, owners, segment, region,
                arraySort(arrayFilter(s -> NOT has(void, (s.4, s.5)), said)) AS standing
            FROM
            (
                SELECT
                    tenant, account_id,
                    -- What decides whether there is such an account: that it was removed, and into which it was merged.
                    argMaxIf((type = 'account.removed', ifNull(merged_into, '')), rank, type IN ('account.created', 'account.became_customer', 'account.removed')) AS decisive,
                    decisive.2 AS merged_away_into,
                    argMax(last_created_at, rank) AS created_at,
                    ifNull(argMax(last_segment, rank), '') AS segment,
                    ifNull(argMax(last_region, rank), '') AS region,
                    arraySort(groupArrayIf((ifNull(effective_at, occurred_at), rank, ifNull(rep_id, '')), rep_id IS NOT NULL OR has(cleared, 'rep_id'))) AS owners,
                    groupUniqArrayIf((voider, voided), voided != '') AS void,
                    -- (instant, 0 = end and 1 = start, order, source, event_id, reason)
                    groupUniqArrayIf(
                        (assumeNotNull(if(type = 'account.churned', churned_at, customer_since)), toUInt8(type = 'account.became_customer'), rank, source, event_id, substringUTF8(replaceRegexpAll(ifNull(reason, ''), '[ \\n]*\\n[ \\n]*', ' '), 1, 256)),
                        type IN ('account.became_customer', 'account.churned')) AS said
                FROM
                (
                    SELECT
                        tenant, account_id, type, event_id, toString(source) AS source, customer_since, churned_at, rep_id, effective_at, occurred_at, cleared, reason, account_events.merged_into AS merged_into, rank,
                        ifNull(coalesce(replaces, retracts), '') AS voided,
                        toString(coalesce(replaces_source, retracts_source, account_events.source)) AS voider,
                        created_at AS last_created_at,
                        if(has(cleared, 'segment'), '', segment) AS last_segment,
                        if(has(cleared, 'region'), '', region) AS last_region
                    FROM account_events
                    WHERE (tenant, account_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'account')
                )
                GROUP BY tenant, account_id
                HAVING NOT decisive.1 OR decisive.2 != ''
            )
        )
    )
)
