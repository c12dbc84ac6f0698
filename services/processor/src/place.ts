import { entityIdOf, entityOf } from '@tallyboard/contracts/codec';
import type { CrmEvent, Entity } from '@tallyboard/contracts/events';
import { factOfEntity } from '@tallyboard/facts/facts';
import { bucketOf, eventTable } from './event-tables.js';

/** An event as what must be stored of it and what it may touch. */
export interface Placed {
  entity: Entity;
  tenant: string;
  id: string;
  /** Its row of the event table, as a JSON array: a string is all that outlives the reading of a message. */
  row: string;
  /** Buckets that it claims, epoch seconds; none of reference data. */
  buckets: readonly number[];
  /** Of what says a rep's office and team: since when, epoch ms. */
  repSince: number | null;
}

/** `recordedAt`: Kafka's timestamp. */
export function place(event: CrmEvent, digest: number, recordedAt: number): Placed {
  const entity = entityOf(event.type);
  const values = event as unknown as Record<string, unknown>;
  const buckets = new Set<number>();
  for (const claim of factOfEntity(entity)?.claims ?? [])
    if (typeof values[claim] === 'number') buckets.add(bucketOf(values[claim]));
  return {
    entity,
    tenant: event.tenant,
    id: entityIdOf(event),
    row: JSON.stringify(eventTable(entity).row(event, digest, recordedAt)),
    buckets: [...buckets],
    repSince: event.type === 'rep.updated' ? event.effective_from : null,
  };
}
