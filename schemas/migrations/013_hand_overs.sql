-- Waiting tickets are handed over where they are assigned to another rep: where that occurred, unless it is said.
INSERT INTO placements (entity, tenant, bucket, entity_id)
SELECT 'ticket', tenant, toStartOfFifteenMinutes(toDateTime(greatest(occurred_at, toDateTime64(0, 3, 'UTC')), 'UTC')), ticket_id
FROM ticket_events
WHERE type = 'ticket.amended';
