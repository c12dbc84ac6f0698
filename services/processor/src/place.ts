import { entityIdOf, entityOf } from '@tallyboard/contracts/codec';
import type { CrmEvent, Entity } from '@tallyboard/contracts/events';
import { bucketOf } from '@tallyboard/facts/bucket';
import { eventTable } from '@tallyboard/facts/event-table';
import { type Fact, factOfEntity, READS } from '@tallyboard/facts/facts';

/** An event as what must be stored of it and what it may touch. */
export interface Placed {
  entity: Entity;
  tenant: string;
  id: string;
  /** Its row of the event table, as a JSON array: a string is all that outlives the reading of a message. */
  row: string;
  /** Buckets that it claims, epoch seconds; none of what is only read. */
  buckets: readonly number[];
  /** Rows of `links`, each a JSON array: what it mentions that its fact reads. */
  links: readonly string[];
  /** Of what facts read: what tells it apart from the entity's other events, and when Kafka took it, epoch ms. */
  read: { identity: string; recordedMs: number } | null;
}

const read: ReadonlySet<Entity> = new Set(READS.map(({ entity }) => entity));

/** `recordedAt`: Kafka's timestamp. */
export function place(event: CrmEvent, digest: number, recordedAt: number): Placed {
  const entity = entityOf(event.type);
  const fact = factOfEntity(entity);
  const { tenant } = event;
  const id = entityIdOf(event);
  const values = event as unknown as Record<string, unknown>;
  const buckets = new Set<number>();
  for (const claim of fact?.bucketing ?? [])
    if (typeof values[claim] === 'number') buckets.add(bucketOf(values[claim]));
  if (fact?.occurring.includes(event.type)) buckets.add(bucketOf(event.occurred_at));
  return {
    entity,
    tenant,
    id,
    row: eventTable(entity).row(event, digest, recordedAt),
    buckets: [...buckets],
    links: fact ? linksOf(fact, values, tenant, id, [...buckets]) : [],
    read: read.has(entity) ? { identity: identityOf({ ...event, digest }), recordedMs: recordedAt } : null,
  };
}

/** Tells the events of one entity apart. */
export const identityOf = (event: {
  source_version: number;
  event_id: string;
  source: string;
  digest: number;
}): string => JSON.stringify([event.source_version, event.event_id, event.source, event.digest]);

/** Of a fixed fact its bucket is remembered, of a moving one its id. */
function linksOf(
  fact: Fact,
  values: Record<string, unknown>,
  tenant: string,
  id: string,
  buckets: readonly number[],
): string[] {
  const fixed = fact.placement === 'fixed';
  return fact.reads.flatMap(({ entity, by }) => {
    const mentioned = values[by];
    if (typeof mentioned !== 'string') return [];
    return [JSON.stringify([entity, tenant, mentioned, fact.name, fixed ? buckets[0] : 0, fixed ? '' : id])];
  });
}
