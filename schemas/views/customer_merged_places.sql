-- One row for each place where a customer counts into which others were merged: while any of them is one. See README.md.
SELECT
    tenant, account_id, toStartOfFifteenMinutes(toDateTime(greatest(place_at, toDateTime64(0, 3, 'UTC')), 'UTC')) AS bucket, place_at, dims_at,
    rep, segment, region, reason,
    toUInt64(kind = 'created') AS created,
    toUInt64(kind IN ('gained', 'won_back')) AS gained,
    if(kind IN ('gained', 'won_back'), map(toUInt64(intDiv(greatest(0, toUnixTimestamp64Milli(dims_at)), 900000) * 900), toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS gained_by_start,
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
            -- Back to turns: a customer is one while any of them is.
            arrayFlatten(arrayMap(s -> if(s.2 = 1, [(s.1, toUInt8(1), '')], [(s.1, toUInt8(1), ''), (s.3, toUInt8(0), s.4)]),
                arrayFold((joined, s) -> if(notEmpty(joined) AND (joined[-1].2 = 1 OR s.1 < joined[-1].3
                        -- One that comes and goes at an instant belongs to the spell that begins or ends there.
                        OR (s.1 = joined[-1].3 AND (joined[-1].1 = s.1 OR (s.2 = 0 AND s.3 = s.1)))),
                    arrayPushBack(arrayPopBack(joined), if((joined[-1].2, joined[-1].3, joined[-1].4) >= (s.2, s.3, s.4), joined[-1], (joined[-1].1, s.2, s.3, s.4))),
                    arrayPushBack(joined, s)), spells, arrayResize(spells, 0)))) AS turns
        FROM
        (
            SELECT
                tenant, survivor AS account_id,
                argMax(own_created_at, is_survivor) AS created_at,
                argMax(own_owners, is_survivor) AS owners,
                argMax(own_segment, is_survivor) AS segment,
                argMax(own_region, is_survivor) AS region,
                arraySort(groupArrayArray(own_spells)) AS spells
            FROM
            (
                SELECT
                    members.tenant AS tenant, members.survivor AS survivor, members.member = members.survivor AS is_survivor,
                    -- In a tuple, since an aggregate passes over NULL.
                    tuple(account_spells.created_at) AS own_created_at, account_spells.owners AS own_owners,
                    account_spells.segment AS own_segment, account_spells.region AS own_region,
                    -- (start, 1 = it lasts, end, reason)
                    arrayMap(i -> (turns[i].1, toUInt8(i = length(turns)), if(i = length(turns), toDateTime64(0, 3, 'UTC'), turns[i + 1].1), if(i = length(turns), '', turns[i + 1].3)),
                        arrayFilter(i -> i % 2 = 1, arrayEnumerate(turns))) AS own_spells
                FROM
                (
                    SELECT DISTINCT tenant, arrayJoin([account_id, survivor]) AS member, survivor FROM account_merges
                ) AS members
                INNER JOIN
                (
                    SELECT * FROM account_spells WHERE (tenant, account_id) IN (SELECT tenant, entity_id FROM links WHERE entity = 'account' AND fact = 'customer')
                ) AS account_spells
                ON members.tenant = account_spells.tenant AND members.member = account_spells.account_id
            )
            GROUP BY tenant, survivor
            -- A survivor that is removed takes with it what was merged into it.
            HAVING max(is_survivor)
        )
    )
    ARRAY JOIN arrayConcat(
        if(created_at.1 IS NULL, [], [('created', assumeNotNull(created_at.1), assumeNotNull(created_at.1), '')]),
        arrayMap((turn, i) -> if(turn.2 = 1,
            (if(i = 1, 'gained', 'won_back'), turn.1, turn.1, ''),
            ('lost', turn.1, turns[i - 1].1, turn.3)), turns, arrayEnumerate(turns))) AS place
)
