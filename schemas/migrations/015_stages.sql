-- Deals count where they enter and leave stages, too: where that changed, where they were reopened, and where it was amended.
INSERT INTO placements (entity, tenant, bucket, entity_id)
SELECT 'deal', tenant, toStartOfFifteenMinutes(toDateTime(greatest(assumeNotNull(coalesce(changed_at, reopened_at, occurred_at)), toDateTime64(0, 3, 'UTC')), 'UTC')), deal_id
FROM deal_events
WHERE type IN ('deal.stage_changed', 'deal.reopened', 'deal.amended');
