-- One row for each lead that is not erased, removed or not: what a deal that came of it reads; see README.md of campaign.
-- tenant: whose data it is
-- lead_id: which lead it is
-- is_removed: whether it was removed
-- campaign: the campaign that it names itself, by what that counts with; none where empty
-- converted_into: the deal that it became; none where empty
-- converted_at: when it became that
WITH
    (SELECT CAST(groupArray((concat(tenant, '\0', campaign_id), survivor)), 'Map(String, String)') FROM campaign_merges) AS survivors
SELECT
    tenant, lead_id, is_removed,
    if(survivors[concat(tenant, '\0', named)] != '', survivors[concat(tenant, '\0', named)], named) AS campaign,
    if(outcome.1 = 'lead.converted', last_deal, '') AS converted_into,
    ifNull(outcome.2, toDateTime64(0, 3, 'UTC')) AS converted_at
FROM
(
    SELECT
        tenant, lead_id,
        argMaxIf(type = 'lead.removed', rank, type IN ('lead.created', 'lead.removed')) AS is_removed,
        ifNull(argMaxIf(last_campaign, rank, type IN ('lead.created', 'lead.amended')), '') AS named,
        argMaxIf((type, converted_at), rank, type IN ('lead.converted', 'lead.disqualified', 'lead.reopened')) AS outcome,
        ifNull(argMaxIf(deal_id, rank, type = 'lead.converted'), '') AS last_deal
    FROM
    (
        SELECT tenant, lead_id, toString(type) AS type, rank, converted_at, deal_id, if(has(cleared, 'campaign_id'), '', campaign_id) AS last_campaign
        FROM lead_events
        WHERE (tenant, lead_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'lead')
    )
    GROUP BY tenant, lead_id
)
