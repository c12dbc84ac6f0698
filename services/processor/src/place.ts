import { entityIdOf, entityOf } from '@tallyboard/contracts/codec';
import { type ErasedEvent, isErasure, keptOfErased } from '@tallyboard/contracts/erasure';
import type { CrmEvent, Entity } from '@tallyboard/contracts/events';
import { bucketOf } from '@tallyboard/facts/bucket';
import { type CreditChange, creditChangeOf } from '@tallyboard/facts/credit-changes';
import { redescribes } from '@tallyboard/facts/described';
import { ERASURES } from '@tallyboard/facts/erasures';
import { eventTable } from '@tallyboard/facts/event-table';
import { DESCRIBED, type Fact, factOfEntity, READS } from '@tallyboard/facts/facts';
import type { Link } from '@tallyboard/facts/links';

/** An event as what must be stored of it and what it may touch. */
export interface Placed {
  entity: Entity;
  tenant: string;
  id: string;
  /** Its row of the event table, by its values. */
  row: readonly unknown[];
  /** What is stored instead once the entity is erased; null: nothing. */
  rowOfErased: readonly unknown[] | null;
  /** Whether the event is one that erases; its row is of `erasures`. */
  erases: boolean;
  /** Buckets that it claims, epoch seconds; none of what is only read. */
  buckets: readonly number[];
  /** What it mentions of what facts read or know. */
  links: readonly Link[];
  /** Of what facts read: what tells it apart from the entity's other events, and when Kafka took it, epoch ms. */
  read: { identity: string; recordedMs: number } | null;
  /** What others may be credited to by it. */
  credit: CreditChange | null;
  /** Whether others that mention the entity may be described by it otherwise. */
  redescribes: boolean;
}

/** What facts read. */
export const IS_READ: ReadonlySet<Entity> = new Set(READS.map(({ entity }) => entity));

/** `recordedAt`: when Kafka first took it, epoch ms. */
export function place(event: CrmEvent, digest: number, recordedAt: number): Placed {
  if (isErasure(event)) return erasure(event, digest, recordedAt);
  const entity = entityOf(event.type);
  const fact = factOfEntity(entity);
  const { tenant } = event;
  const id = entityIdOf(event);
  const values = event as unknown as Record<string, unknown>;
  const buckets = fact ? claimsOf(fact, event) : [];
  const kept = keptOfErased(event);
  return {
    entity,
    tenant,
    id,
    row: eventTable(entity).row(event, digest, recordedAt),
    rowOfErased: kept && eventTable(entity).row(kept, digest, recordedAt),
    erases: false,
    buckets,
    links: fact ? linksOf(fact, values, tenant, id, buckets) : [],
    read: IS_READ.has(entity) ? { identity: identityOf({ ...event, digest }), recordedMs: recordedAt } : null,
    credit: creditChangeOf(event),
    redescribes: DESCRIBED.some((described) => redescribes(event, described)),
  };
}

const erasure = (event: ErasedEvent, digest: number, recordedAt: number): Placed => ({
  entity: entityOf(event.type),
  tenant: event.tenant,
  id: entityIdOf(event),
  row: ERASURES.row(event, digest, recordedAt),
  rowOfErased: null,
  erases: true,
  buckets: [],
  links: [],
  read: null,
  credit: creditChangeOf(event),
  redescribes: DESCRIBED.some((described) => redescribes(event, described)),
});

/** Tells the events of one entity apart. */
export const identityOf = (event: {
  source_version: number;
  event_id: string;
  source: string;
  digest: number;
}): string => JSON.stringify([event.source_version, event.event_id, event.source, event.digest]);

function claimsOf({ bucketing, occurring }: Fact, event: CrmEvent): number[] {
  const values = event as unknown as Record<string, unknown>;
  const buckets: number[] = [];
  const claim = (instant: unknown) => {
    if (typeof instant !== 'number') return;
    const bucket = bucketOf(instant);
    if (!buckets.includes(bucket)) buckets.push(bucket);
  };
  for (const name of bucketing) claim(values[name]);
  if (occurring.includes(event.type)) claim(event.occurred_at);
  return buckets;
}

/** Of a fixed fact its bucket is remembered, of a moving one its id. */
function linksOf(
  { name, entity: own, placement, reads, mentions, merges }: Fact,
  values: Record<string, unknown>,
  tenant: string,
  id: string,
  buckets: readonly number[],
): Link[] {
  const links: Link[] = [];
  for (const { entity, by } of [...reads, ...mentions]) {
    const mentioned = values[by];
    if (typeof mentioned !== 'string') continue;
    const isFixed = placement === 'fixed';
    links.push({
      bucket: isFixed ? buckets[0]! : 0,
      entity,
      tenant,
      mentioned,
      fact: name,
      id: isFixed ? '' : id,
    });
  }
  const into = merges && values[merges.by];
  if (typeof into === 'string')
    links.push(
      { bucket: 0, entity: own, tenant, mentioned: into, fact: name, id },
      { bucket: 0, entity: own, tenant, mentioned: id, fact: name, id: into },
    );
  return links;
}
