-- Which events share an identity and do not say the same? An event is identified by its source and id; a duplicate is of equal
-- digest and one row with it, so a second digest is a second statement under a name that was taken. Both are kept, and the
-- order in ../README.md decides what counts.

-- The identity of every event, over all entities.
CREATE VIEW IF NOT EXISTS event_identities AS
SELECT tenant, 'office' AS entity, office_id AS entity_id, source, event_id, type, digest FROM office_events
UNION ALL
SELECT tenant, 'rep' AS entity, rep_id AS entity_id, source, event_id, type, digest FROM rep_events
UNION ALL
SELECT tenant, 'account' AS entity, account_id AS entity_id, source, event_id, type, digest FROM account_events
UNION ALL
SELECT tenant, 'call' AS entity, call_id AS entity_id, source, event_id, type, digest FROM call_events
UNION ALL
SELECT tenant, 'deal' AS entity, deal_id AS entity_id, source, event_id, type, digest FROM deal_events
UNION ALL
SELECT tenant, 'ticket' AS entity, ticket_id AS entity_id, source, event_id, type, digest FROM ticket_events
UNION ALL
SELECT tenant, 'survey' AS entity, survey_id AS entity_id, source, event_id, type, digest FROM survey_events;

-- One row for each identity that stands for more than one content. The few are found first, by next to nothing for each.
CREATE VIEW IF NOT EXISTS event_conflicts AS
SELECT
    tenant,
    entity,
    source,
    event_id,
    arraySort(groupUniqArray(entity_id)) AS entity_ids,
    arraySort(groupUniqArray(type)) AS types,
    uniqExact(digest) AS versions
FROM event_identities
WHERE (tenant, entity, source, event_id) IN
(
    SELECT tenant, entity, source, event_id
    FROM event_identities
    GROUP BY tenant, entity, source, event_id
    HAVING min(digest) < max(digest)
)
GROUP BY tenant, entity, source, event_id;
