-- One row for each place where a customer counts now, folded from all its events; see README.md.
SELECT
    tenant, account_id, toStartOfFifteenMinutes(toDateTime(greatest(place_at, toDateTime64(0, 3, 'UTC')), 'UTC')) AS bucket, place_at, dims_at,
    rep, segment, region, reason,
    toUInt64(kind = 'created') AS created,
    toUInt64(kind IN ('gained', 'won_back')) AS gained,
    toUInt64(kind = 'won_back') AS won_back,
    toUInt64(kind = 'lost') AS lost,
    if(kind = 'lost', map(toUInt64(intDiv(greatest(0, toUnixTimestamp64Milli(dims_at)), 900000) * 900), toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS lost_by_start
FROM
(
    SELECT
        tenant, account_id, segment, region,
        place.1 AS kind, place.2 AS place_at, place.3 AS dims_at, place.4 AS reason,
        -- Who owned it then: of what is older than every assignment, the earliest one.
        arrayLast(owner -> owner.1 <= greatest(dims_at, owners[1].1), owners).3 AS rep
    FROM
    (
        SELECT
            tenant, account_id, created_at, owners, segment, region,
            -- Where both are said of one instant, an end ends the spell that is open, else the one that starts there. What repeats
            -- the state before it changes nothing: starts and ends alternate from here on.
            arrayMap(s -> (s.1, s.3, s.4), arraySort(arrayFilter(s -> s.5 OR s.3 != s.6,
                arrayMap((s, twofold, open) -> (s.1, if(twofold AND NOT open, 1 - s.2, s.2), s.2, s.3, twofold, open), statements, are_twofold, were_open)))) AS turns
        FROM
        (
            SELECT
                tenant, account_id, created_at, owners, segment, region, statements,
                arrayMap((said, before, after) -> ifNull(said.1 = before, false) OR ifNull(said.1 = after, false), statements,
                    arrayPopBack(arrayPushFront(arrayMap(s -> s.1, statements), NULL)),
                    arrayPopFront(arrayPushBack(arrayMap(s -> s.1, statements), NULL))) AS are_twofold,
                -- What is said twofold leaves the state as it was.
                arrayPopBack(arrayFill((open, twofold) -> NOT twofold,
                    arrayPushFront(arrayMap(s -> s.2, statements), 0), arrayPushFront(are_twofold, false))) AS were_open
            FROM
            (
                SELECT
                    tenant, account_id, created_at, owners, segment, region,
                    -- (instant, 0 = end and 1 = start, reason); of several the first.
                    arrayMap(s -> (s.1, s.2, s.6), arrayFilter((s, before) -> (s.1, s.2) != before, standing,
                        arrayPopBack(arrayPushFront(arrayMap(s -> (s.1, s.2), standing), (toDateTime64(0, 3, 'UTC'), 2))))) AS statements
                FROM
                (
                    SELECT
                        tenant, account_id, created_at, owners, segment, region,
                        arraySort(arrayFilter(s -> NOT has(void, (s.4, s.5)), said)) AS standing
                    FROM
                    (
                        SELECT
                            tenant, account_id,
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
                                tenant, account_id, type, event_id, toString(source) AS source, customer_since, churned_at, rep_id, effective_at, occurred_at, cleared, reason, rank,
                                ifNull(coalesce(replaces, retracts), '') AS voided,
                                toString(coalesce(replaces_source, retracts_source, account_events.source)) AS voider,
                                created_at AS last_created_at,
                                if(has(cleared, 'segment'), '', segment) AS last_segment,
                                if(has(cleared, 'region'), '', region) AS last_region
                            FROM account_events
                        )
                        GROUP BY tenant, account_id
                        HAVING NOT argMaxIf(type = 'account.removed', rank, type IN ('account.created', 'account.became_customer', 'account.removed'))
                    )
                )
            )
        )
    )
    ARRAY JOIN arrayConcat(
        if(created_at IS NULL, [], [('created', assumeNotNull(created_at), assumeNotNull(created_at), '')]),
        arrayMap((turn, i) -> if(turn.2 = 1,
            (if(i = 1, 'gained', 'won_back'), turn.1, turn.1, ''),
            ('lost', turn.1, turns[i - 1].1, turn.3)), turns, arrayEnumerate(turns))) AS place
)
