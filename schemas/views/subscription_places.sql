-- One row for each place where a customer's subscriptions count now, folded from all their events; see README.md.
SELECT
    tenant, account_id, toStartOfFifteenMinutes(toDateTime(greatest(place_at, toDateTime64(0, 3, 'UTC')), 'UTC')) AS bucket, place_at, dims_at,
    rep, currency, reason,
    mrr,
    if(mrr = 0, CAST(map(), 'Map(String, Decimal(38, 4))'), map(account_id, mrr)) AS mrr_by_account,
    if(kind = 'left', toInt64(-1), toInt64(mrr != 0)) AS subscribers,
    if(kind = 'new', moved, toDecimal128(0, 4)) AS new_mrr,
    if(kind = 'expanded', moved, toDecimal128(0, 4)) AS expansion_mrr,
    if(kind = 'contracted', moved, toDecimal128(0, 4)) AS contraction_mrr,
    if(kind = 'churned', moved, toDecimal128(0, 4)) AS churned_mrr,
    if(kind = 'won_back', moved, toDecimal128(0, 4)) AS won_back_mrr,
    toUInt64(kind = 'new') AS new_subscribers,
    toUInt64(kind = 'expanded') AS expanded,
    toUInt64(kind = 'contracted') AS contracted,
    toUInt64(kind = 'churned') AS churned,
    toUInt64(kind = 'won_back') AS won_back,
    if(kind = 'churned', map(toUInt64(intDiv(greatest(0, toUnixTimestamp64Milli(paid_since)), 900000) * 900), toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS churned_by_start
FROM
(
    SELECT
        tenant, account_id, currency,
        place.1 AS kind, place.2 AS place_at, place.3 AS dims_at, place.4 AS rep, place.5 AS reason, place.6 AS mrr, place.7 AS moved, place.8 AS paid_since
    FROM
    (
        SELECT
            tenant, account_id, currency, ends, points,
            arrayFirstIndex(point -> point.2 != 0, points) AS first_paid,
            -- Of each point the instant since which the level was not 0, of one where it is 0 now the instant since which it had not been.
            arrayFill((since, starts) -> starts, arrayMap(point -> point.1, points),
                arrayMap((point, i) -> point.2 != 0 AND (i = 1 OR points[i - 1].2 = 0), points, arrayEnumerate(points))) AS paid_from
        FROM
        (
            SELECT
                tenant, account_id, currency, ends,
                -- (instant, level from it on, owner), where either is another than just before.
                arrayFilter((moment, i) -> i = 1 OR (moment.2, moment.3) != (moments[i - 1].2, moments[i - 1].3), moments, arrayEnumerate(moments)) AS points
            FROM
            (
                SELECT
                    tenant, account_id, currency, ends,
                    -- All that is said of one instant is one change. What is older than every assignment belongs to the earliest one.
                    arrayMap(i -> (steps[i].1, levels[i], arrayLast(owner -> owner.1 <= greatest(steps[i].1, owners[1].1), owners).3),
                        arrayFilter(i -> i = length(steps) OR steps[i].1 != steps[i + 1].1, arrayEnumerate(steps))) AS moments
                FROM
                (
                    SELECT
                        tenant, account_id, currency, ends, owners,
                        arraySort(arrayConcat(
                            arrayMap(step -> (step.2, step.3), arrayFilter(step -> step.1 = currency, all_steps)),
                            arrayMap(owner -> (owner.1, toDecimal128(0, 4)), owners))) AS steps,
                        arrayCumSum(step -> step.2, steps) AS levels
                    FROM
                    (
                        SELECT
                            tenant, account_id,
                            arraySort(arrayConcat(handed_over, arrayMap(s -> (s.2, s.3, assumeNotNull(s.7)), arrayFilter(s -> s.7 IS NOT NULL, standing)))) AS owners,
                            arraySort(arrayMap(s -> (s.2, s.3, s.8), arrayFilter(s -> s.4, standing))) AS ends,
                            -- (currency, instant, by how much): up by each statement, and down again by the next of the same subscription.
                            arrayFilter(step -> step.3 != 0, arrayConcat(
                                arrayMap(s -> (s.5, s.2, s.6), standing),
                                arrayMap((s, following) -> (s.5, following.2, if(s.1 = following.1, -s.6, toDecimal128(0, 4))), arrayPopBack(standing), arrayPopFront(standing)))) AS all_steps
                        FROM
                        (
                            SELECT
                                tenant, account_id, handed_over,
                                -- Removed is a subscription of which nothing is said higher than a removal.
                                arrayMap(r -> r.2, arrayFilter(r -> NOT arrayExists(s -> s.1 = r.2 AND NOT s.4 AND s.3 > r.1, unvoided), removals)) AS removed,
                                arraySort(s -> (s.1, s.2, s.3), arrayFilter(s -> NOT has(removed, s.1), unvoided)) AS standing
                            FROM
                            (
                                SELECT
                                    tenant, account_id, handed_over, removals,
                                    arrayFilter(s -> NOT has(void, (s.9, s.10)), told) AS unvoided
                                FROM
                                (
                                    SELECT
                                        tenant, account_id,
                                        groupUniqArrayIf((voider, voided), voided != '') AS void,
                                        -- (subscription, instant, order, whether it ends, currency, mrr, rep, reason, source, event_id)
                                        groupArrayIf(
                                            (said_of, assumeNotNull(if(type = 'subscription.ended', ended_at, effective_at)), rank, type = 'subscription.ended', ifNull(currency, ''), toDecimal128(ifNull(mrr, 0), 4), rep_id,
                                                substringUTF8(replaceRegexpAll(ifNull(reason, ''), '[ \\n]*\\n[ \\n]*', ' '), 1, 256), source, event_id),
                                            type IN ('subscription.changed', 'subscription.ended')) AS told,
                                        groupArrayIf((rank, said_of), type = 'subscription.removed') AS removals,
                                        groupArrayIf((ifNull(effective_at, occurred_at), rank, ifNull(rep_id, '')), type = 'subscription.amended' AND (rep_id IS NOT NULL OR has(cleared, 'rep_id'))) AS handed_over
                                    FROM
                                    (
                                        SELECT
                                            tenant, account_id, type, event_id, toString(source) AS source, occurred_at, effective_at, ended_at, mrr, currency, reason, rep_id, cleared, rank,
                                            ifNull(subscription_id, '') AS said_of,
                                            ifNull(coalesce(replaces, retracts), '') AS voided,
                                            toString(coalesce(replaces_source, retracts_source, subscription_events.source)) AS voider
                                        FROM subscription_events
                                        WHERE (tenant, account_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'subscription')
                                    )
                                    GROUP BY tenant, account_id
                                )
                            )
                        )
                    )
                    ARRAY JOIN arrayDistinct(arrayMap(step -> step.1, all_steps)) AS currency
                )
            )
        )
    )
    ARRAY JOIN arrayConcat(
        -- What ended just before: of whom it was when it began.
        arrayMap(i -> ('left', points[i].1, points[i - 1].1, points[i - 1].3, '', -points[i - 1].2, toDecimal128(0, 4), points[i].1),
            arrayFilter(i -> i > 1 AND points[i - 1].2 != 0, arrayEnumerate(points))),
        -- What begins, and how it moved.
        arrayMap((point, i, before, since) -> (
                multiIf(point.2 = before, 'held', before = 0, if(i = first_paid, 'new', 'won_back'), point.2 = 0, 'churned', point.2 > before, 'expanded', 'contracted'),
                point.1, point.1, point.3, if(point.2 = 0, arrayLast(ended -> ended.1 = point.1, ends).3, ''), point.2,
                multiIf(before = 0, point.2, point.2 = 0, before, abs(point.2 - before)), since),
            points, arrayEnumerate(points), arrayPopBack(arrayPushFront(arrayMap(point -> point.2, points), toDecimal128(0, 4))), paid_from)) AS place
    WHERE place.6 != 0 OR place.1 = 'churned'
)
