-- One row for each place where a lead counts now, folded from all its events; see README.md.
WITH
    (SELECT CAST(groupArray((concat(tenant, '\0', campaign_id), survivor)), 'Map(String, String)') FROM campaign_merges) AS survivors
SELECT
    tenant, lead_id, toStartOfFifteenMinutes(toDateTime(greatest(place_at, toDateTime64(0, 3, 'UTC')), 'UTC')) AS bucket, place_at, dims_at,
    ifNull(coalesce(named, arrayLast(owner -> owner.1 <= greatest(dims_at, owners[1].1), owners).3), '') AS rep,
    lead_source, segment, region,
    if(survivors[concat(tenant, '\0', campaign)] != '', survivors[concat(tenant, '\0', campaign)], campaign) AS campaign,
    if(kind = 'disqualified', cause, '') AS reason,
    toUInt64(kind = 'created') AS created,
    toUInt64(kind = 'created' AND is_contacted) AS created_contacted,
    toUInt64(kind = 'created' AND is_qualified) AS created_qualified,
    toUInt64(kind = 'created' AND outcome = 'lead.converted') AS created_converted,
    toUInt64(kind = 'qualified') AS qualified,
    toUInt64(kind = 'converted') AS converted,
    toUInt64(kind = 'disqualified') AS disqualified,
    toUInt64(kind = 'followed_up') AS follow_up_count,
    if(kind = 'followed_up', toUInt64(toUnixTimestamp64Milli(dims_at) - toUnixTimestamp64Milli(place_at)), 0) AS follow_up_ms,
    -- Until when touches of campaigns count for it: of whoever came in all of them.
    multiIf(kind = 'came', toDateTime64('2299-12-31 00:00:00', 3, 'UTC'), kind = 'became', place_at, NULL) AS touched_until,
    toUInt64(kind = 'came') AS first_created,
    toUInt64(kind = 'became') AS first_converted,
    toUInt64(kind = 'became') AS last_converted,
    toDecimal128(kind = 'became', 4) AS linear_converted,
    toUInt64(kind = 'became') AS linear_touches,
    if(kind = 'followed_up', map(toUInt64(follow_up_ms - follow_up_ms % greatest(1, intDiv(roundToExp2(follow_up_ms), 64))), toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS follow_up_hist
FROM
(
    SELECT
        tenant, lead_id, owners, lead_source, segment, region, campaign, cause, outcome, is_contacted, is_qualified,
        place.1 AS kind,
        assumeNotNull(place.2) AS place_at,
        assumeNotNull(place.3) AS dims_at,
        place.4 AS named
    FROM
    (
        SELECT
            tenant, lead_id, owners, lead_source, segment, region, campaign, created_at, qualified_at, contacts,
            NOT empty(contacts) AS is_contacted,
            qualified_at IS NOT NULL AS is_qualified,
            turns[-1].2 AS outcome,
            turns[-1].3 AS turned_at,
            -- The last reason of the unbroken run of statements that the turns end with.
            ifNull(arrayLast(turn -> turn.4 IS NOT NULL, arraySlice(turns, arrayLastIndex(turn -> turn.2 != outcome, turns) + 1)).4, '') AS cause
        FROM
        (
            SELECT
                tenant, lead_id, owners, lead_source, segment, region, campaign, created_at, qualified_at, turns,
                -- What was last told of each contact, unless it was taken back: at, rank, and who is named.
                arraySort(arrayMap(
                    contact -> (contact.4, contact.1, coalesce(contact.5, arrayFirst(other -> other.2 = contact.2 AND other.5 IS NOT NULL, told).5)),
                    arrayFilter((contact, telling) -> telling = 1 AND contact.3, told, arrayEnumerateUniq(arrayMap(each -> each.2, told))))) AS contacts
            FROM
            (
                SELECT
                    tenant, lead_id,
                    assumeNotNull(argMax(last_created_at, rank)) AS created_at,
                    arraySort(groupArrayIf((ifNull(effective_at, occurred_at), rank, rep_id),
                        type IN ('lead.created', 'lead.amended') AND (rep_id IS NOT NULL OR has(cleared, 'rep_id')))) AS owners,
                    ifNull(argMax(last_lead_source, rank), '') AS lead_source,
                    ifNull(argMax(last_segment, rank), '') AS segment,
                    ifNull(argMax(last_region, rank), '') AS region,
                    ifNull(argMax(last_campaign, rank), '') AS campaign,
                    argMax(last_qualified_at, rank) AS qualified_at,
                    arraySort(groupArrayIf((rank, toString(type), coalesce(converted_at, disqualified_at, reopened_at), last_reason), type IN ('lead.converted', 'lead.disqualified', 'lead.reopened'))) AS turns,
                    -- The last telling of each contact first.
                    arrayReverseSort(groupArrayIf(
                        (rank, ifNull(contact_id, concat('\0', source, '\0', event_id)), type = 'lead.contacted', ifNull(contacted_at, toDateTime64(0, 3, 'UTC')), rep_id),
                        type IN ('lead.contacted', 'lead.contact_removed'))) AS told
                FROM
                (
                    SELECT
                        tenant, lead_id, type, source, event_id, occurred_at, rep_id, contact_id, contacted_at, converted_at, disqualified_at, reopened_at,
                        effective_at, cleared, rank,
                        created_at AS last_created_at, qualified_at AS last_qualified_at,
                        substringUTF8(replaceRegexpAll(reason, '[ \\n]*\\n[ \\n]*', ' '), 1, 256) AS last_reason,
                        -- What was cleared is said to be nothing: that is no null, which would say nothing.
                        if(has(cleared, 'lead_source'), '', lead_source) AS last_lead_source,
                        if(has(cleared, 'segment'), '', segment) AS last_segment,
                        if(has(cleared, 'region'), '', region) AS last_region,
                        if(has(cleared, 'campaign_id'), '', campaign_id) AS last_campaign
                    FROM lead_events
                    WHERE (tenant, lead_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'lead')
                )
                GROUP BY tenant, lead_id
                HAVING countIf(last_created_at IS NOT NULL) > 0
                   AND NOT argMaxIf(type = 'lead.removed', rank, type IN ('lead.created', 'lead.removed'))
            )
        )
    )
    ARRAY JOIN [
        ('created', created_at, created_at, CAST(NULL, 'Nullable(String)')),
        ('followed_up', if(is_contacted, created_at, NULL), greatest(created_at, contacts[1].1), contacts[1].3),
        ('qualified', qualified_at, qualified_at, NULL),
        ('converted', if(outcome = 'lead.converted', turned_at, NULL), turned_at, NULL),
        ('came', created_at, created_at, NULL),
        ('became', if(outcome = 'lead.converted', turned_at, NULL), turned_at, NULL),
        ('disqualified', if(outcome = 'lead.disqualified', turned_at, NULL), turned_at, NULL)] AS place
    WHERE place.2 IS NOT NULL
)
