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
        tenant, account_id, rep, segment, region,
        place.1 AS kind, place.2 AS place_at, place.3 AS dims_at, place.4 AS reason
    FROM
    (
        SELECT
            tenant, account_id, created_at, rep, segment, region,
            -- What repeats the state before it changes nothing: starts and ends alternate from here on.
            arrayFilter((statement, before) -> statement.2 != before, statements, arrayPopBack(arrayPushFront(arrayMap(s -> s.2, statements), 0))) AS turns
        FROM
        (
            SELECT
                tenant, account_id, created_at, rep, segment, region,
                arraySort(arrayFilter(statement -> NOT has(void, statement.4), said)) AS statements
            FROM
            (
                SELECT
                    tenant, account_id,
                    argMax(last_created_at, rank) AS created_at,
                    ifNull(argMax(last_segment, rank), '') AS segment,
                    ifNull(argMax(last_region, rank), '') AS region,
                    ifNull(argMax(rep_id, rank), '') AS rep,
                    arrayConcat(groupUniqArray(replaces), groupUniqArray(retracts)) AS void,
                    -- (instant, 0 = end and 1 = start, order, event_id, reason)
                    groupUniqArrayIf(
                        (assumeNotNull(if(type = 'account.churned', churned_at, customer_since)), toUInt8(type = 'account.became_customer'), rank, event_id, substringUTF8(replaceRegexpAll(ifNull(reason, ''), '[ \\n]*\\n[ \\n]*', ' '), 1, 256)),
                        type IN ('account.became_customer', 'account.churned')) AS said
                FROM
                (
                    SELECT
                        tenant, account_id, type, event_id, customer_since, churned_at, rep_id, reason, replaces, retracts, rank,
                        created_at AS last_created_at, segment AS last_segment, region AS last_region
                    FROM account_events
                )
                GROUP BY tenant, account_id
            )
        )
    )
    ARRAY JOIN arrayConcat(
        if(created_at IS NULL, [], [('created', assumeNotNull(created_at), assumeNotNull(created_at), '')]),
        arrayMap((turn, i) -> if(turn.2 = 1,
            (if(i = 1, 'gained', 'won_back'), turn.1, turn.1, ''),
            ('lost', turn.1, turns[i - 1].1, turn.5)), turns, arrayEnumerate(turns))) AS place
)
