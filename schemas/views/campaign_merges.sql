-- Each campaign that was removed or merged away, and its survivor.
-- tenant: whose data it is
-- campaign_id: which campaign was removed or merged away
-- survivor: the campaign that it counts with; none where empty: it was only removed, its merges lead to one that was or in a circle, or there are more than 16
WITH
    (
        SELECT CAST(groupArray((concat(tenant, '\0', campaign_id), if(merged_away_into = '', '', concat(tenant, '\0', merged_away_into)))), 'Map(String, String)')
        FROM
        (
            SELECT tenant, campaign_id, argMax((type = 'campaign.removed', ifNull(merged_into, '')), rank) AS decisive, decisive.2 AS merged_away_into
            FROM campaign_events
            WHERE type IN ('campaign.created', 'campaign.removed')
            GROUP BY tenant, campaign_id
            HAVING decisive.1
        )
    ) AS gone
SELECT tenant, campaign_id, if(mapContains(gone, last), '', substring(last, length(tenant) + 2)) AS survivor
FROM
(
    SELECT
        splitByChar('\0', arrayJoin(mapKeys(gone)) AS campaign)[1] AS tenant,
        splitByChar('\0', campaign)[2] AS campaign_id,
        arrayFold((at, hop) -> if(mapContains(gone, at), gone[at], at), range(16), campaign) AS last
)
