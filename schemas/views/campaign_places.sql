-- One row for each place where a campaign counts now, folded from all its events; see README.md.
WITH
    (SELECT CAST(groupArray((concat(tenant, '\0', campaign_id), survivor)), 'Map(String, String)') FROM campaign_merges) AS survivors
SELECT
    tenant, campaign_id, toStartOfFifteenMinutes(toDateTime(greatest(place_at, toDateTime64(0, 3, 'UTC')), 'UTC')) AS bucket, place_at, dims_at,
    -- Who owned it then: of what is older than every assignment, the earliest one.
    ifNull(arrayLast(owner -> owner.1 <= greatest(dims_at, owners[1].1), owners).3, '') AS rep,
    if(mapContains(survivors, concat(tenant, '\0', campaign_id)), survivors[concat(tenant, '\0', campaign_id)], campaign_id) AS campaign, channel, currency,
    toUInt64(1) AS spends,
    toDecimal128(amount, 4) AS spent
FROM
(
    SELECT
        tenant, campaign_id, owners, channel,
        expense.4 AS place_at,
        expense.4 AS dims_at,
        expense.5 AS amount,
        expense.6 AS currency
    FROM
    (
        SELECT
            tenant, campaign_id, owners, channel,
            -- What was last told of each, unless it was taken back.
            arrayFilter((expense, telling) -> telling = 1 AND expense.3, told, arrayEnumerateUniq(arrayMap(each -> each.2, told))) AS expenses
        FROM
        (
            SELECT
                tenant, campaign_id,
                arraySort(groupArrayIf((ifNull(effective_at, occurred_at), rank, rep_id),
                    type IN ('campaign.created', 'campaign.amended') AND (rep_id IS NOT NULL OR has(cleared, 'rep_id')))) AS owners,
                ifNull(argMax(last_channel, rank), '') AS channel,
                -- The last telling of each expense first.
                arrayReverseSort(groupArrayIf(
                    (rank, ifNull(spend_id, concat('\0', source, '\0', event_id)), type = 'campaign.spent',
                        ifNull(spent_at, toDateTime64(0, 3, 'UTC')), ifNull(amount, 0), ifNull(currency, '')),
                    type IN ('campaign.spent', 'campaign.spend_removed'))) AS told
            FROM
            (
                SELECT
                    tenant, campaign_id, type, source, event_id, occurred_at, rep_id, effective_at, cleared, rank, spend_id, spent_at, amount, currency,
                    -- What was cleared is said to be nothing: that is no null, which would say nothing.
                    if(has(cleared, 'channel'), '', channel) AS last_channel
                FROM campaign_events
            )
            GROUP BY tenant, campaign_id
        )
    )
    ARRAY JOIN expenses AS expense
)
WHERE campaign != ''
