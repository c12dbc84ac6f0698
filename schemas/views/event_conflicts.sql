-- One row for each identity of an event that stands for more than one content. The few are found first, by next to nothing for each.
-- tenant: whose data it is
-- entity: what it is about: deal, ticket, …
-- source: the system that said it
-- event_id: identity of the event, with source
-- entity_ids: which of them it is about
-- types: types of its contents
-- versions: how many contents there are
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
GROUP BY tenant, entity, source, event_id
