-- One row for each place where a customer counts by its own events alone, whatever is merged into it; see README.md.
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
    FROM account_spells
    ARRAY JOIN arrayConcat(
        if(created_at IS NULL, [], [('created', assumeNotNull(created_at), assumeNotNull(created_at), '')]),
        arrayMap((turn, i) -> if(turn.2 = 1,
            (if(i = 1, 'gained', 'won_back'), turn.1, turn.1, ''),
            ('lost', turn.1, turns[i - 1].1, turn.3)), turns, arrayEnumerate(turns))) AS place
    WHERE merged_away_into = ''
)
