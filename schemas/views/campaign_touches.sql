-- One row for each touch of a campaign that stands: as it was last told, unless it was taken back; see README.md of campaign.
-- tenant: whose data it is
-- campaign_id: the campaign that it was told of
-- touch: tells the touches of a campaign apart
-- campaign: the campaign that it counts with
-- touched_at: when it was
-- lead_id: the lead that was touched
-- deal_id: the deal that was touched
WITH
    (SELECT CAST(groupArray((concat(tenant, '\0', campaign_id), survivor)), 'Map(String, String)') FROM campaign_merges) AS survivors
SELECT
    tenant, campaign_id, touch, if(mapContains(survivors, concat(tenant, '\0', campaign_id)), survivors[concat(tenant, '\0', campaign_id)], campaign_id) AS campaign,
    assumeNotNull(told.2) AS touched_at, ifNull(told.3, '') AS lead_id, ifNull(told.4, '') AS deal_id
FROM
(
    SELECT
        tenant, campaign_id, ifNull(touch_id, concat('\0', source, '\0', event_id)) AS touch,
        argMax((type = 'campaign.touched', touched_at, lead_id, deal_id), rank) AS told
    FROM campaign_events
    WHERE type IN ('campaign.touched', 'campaign.touch_removed')
    GROUP BY tenant, campaign_id, touch
)
WHERE told.1 AND campaign != ''
