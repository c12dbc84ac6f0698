import type { Entity } from '@tallyboard/contracts/events';
import { Block } from '@tallyboard/facts/block';
import type { CreditChange } from '@tallyboard/facts/credit-changes';
import { ERASURES } from '@tallyboard/facts/erasures';
import { factOfEntity } from '@tallyboard/facts/facts';
import { isWrittenAgain } from '@tallyboard/kafka/recorded';
import type { Taken } from '@tallyboard/pipeline/stage';
import type { DeadLetter } from './dead-letter.js';
import { entry } from './entry.js';
import type { Erased } from './erased.js';
import type { Placed } from './place.js';
import type { ReadBatch } from './read.js';
import { addAll, blockOf, move, nothingSorted, type Sorted, touch } from './sorted.js';

/** A batch of the log, as what must be stored and looked up. */
export interface Projection extends Sorted {
  others: Sorted['others'] & {
    /** Entities that facts read: entity → tenant → id → when Kafka took each of their events, by identity, epoch ms. */
    read: Map<Entity, Map<string, Map<string, Map<string, number>>>>;
    /** Entities by which facts may be described otherwise: entity → tenant → ids. */
    described: Map<Entity, Map<string, Set<string>>>;
    /** What leads and deals may be credited to by it, each once. */
    credits: Map<string, CreditChange>;
  };
  erasures: Block;
  /** Of whom something may be stored although they are erased: entity → tenant → ids. */
  erased: Map<Entity, Map<string, Set<string>>>;
  /** Messages of which nothing is kept: who they are about is erased, or their dead letter was written before. */
  dropped: number;
  deadLetters: DeadLetter[];
}

/**
 * Sorts a batch into rows and what they touch; nothing is stored yet. One bad message costs the others nothing. `erased`: who
 * is known to be, to whom those of the batch are added.
 */
export function project(taken: readonly Taken<ReadBatch>[], erased: Erased): Projection {
  const sorted = nothingSorted();
  const projection: Projection = {
    ...sorted,
    others: { ...sorted.others, read: new Map(), described: new Map(), credits: new Map() },
    erasures: new Block(ERASURES.columns),
    erased: new Map(),
    dropped: 0,
    deadLetters: [],
  };
  const batches = taken.flatMap(({ messages }) => messages);
  // Of what comes before it in the batch nothing is kept either.
  for (const { placed } of batches)
    for (const message of placed)
      if (message.ok && message.placed.erases) erase(projection, message.placed, erased);
  for (const { topic, partition, messages } of taken)
    for (const message of messages.flatMap(({ placed }) => placed))
      if (message.ok) add(projection, message.placed, erased);
      else if (erased.hasKey(message.raw.key)) projection.dropped += 1;
      // Who read it the first time wrote its letter.
      else if (isWrittenAgain(message.raw)) projection.dropped += 1;
      else {
        const { offset, reason, raw } = message;
        projection.deadLetters.push({ topic, partition, offset, reason, ...raw });
      }
  // After those, which have blocks of their own: what was sorted is as it was when the batch is tried again.
  for (const batch of batches)
    if (batch.sorted) addSorted(projection, batch.sorted, erased.since(batch.erasures));
  return projection;
}

/** Who was erased since it was sorted: what it has of them is stored, counts nowhere, and is swept away with the batch. */
function addSorted(projection: Projection, sorted: Sorted, since: ReturnType<Erased['since']>): void {
  addAll(projection, sorted);
  for (const { tenant, entity, id } of since) erasedIn(projection, entity, tenant).add(id);
}

const erasedIn = ({ erased }: Projection, entity: Entity, tenant: string): Set<string> =>
  entry(
    entry(erased, entity, () => new Map<string, Set<string>>()),
    tenant,
    () => new Set(),
  );

function erase(projection: Projection, placed: Placed, erased: Erased): void {
  const { entity, tenant, id, row, credit } = placed;
  projection.events += 1;
  projection.erasures.add(row);
  erasedIn(projection, entity, tenant).add(id);
  erased.add(tenant, entity, id);
  if (credit) projection.others.credits.set(JSON.stringify(credit), credit);
  describe(projection, placed);
}

function describe({ others }: Projection, { entity, tenant, id, redescribes }: Placed): void {
  if (!redescribes) return;
  const ofEntity = entry(others.described, entity, () => new Map<string, Set<string>>());
  entry(ofEntity, tenant, () => new Set()).add(id);
}

function add(projection: Projection, placed: Placed, erased: Erased): void {
  const { entity, tenant, id, buckets, links, read, credit } = placed;
  if (placed.erases) return;
  const row = erased.has(tenant, entity, id) ? placed.rowOfErased : placed.row;
  if (row === null) {
    projection.dropped += 1;
    return;
  }
  projection.events += 1;
  const fact = factOfEntity(entity);
  const { others } = projection;
  const facts = fact?.placement === 'fixed' ? projection.fixed : others;
  blockOf(facts, entity).add(row);
  for (const link of links) facts.links.add(link);
  if (read) {
    const ofTenant = entry(
      entry(others.read, entity, () => new Map<string, Map<string, Map<string, number>>>()),
      tenant,
      () => new Map<string, Map<string, number>>(),
    );
    const events = entry(ofTenant, id, () => new Map<string, number>());
    events.set(
      read.identity,
      Math.min(events.get(read.identity) ?? Number.POSITIVE_INFINITY, read.recordedMs),
    );
  }
  if (credit) others.credits.set(JSON.stringify(credit), credit);
  describe(projection, placed);
  if (fact?.placement === 'fixed')
    for (const bucket of buckets) touch(projection.cells, fact.name, tenant, bucket);
  else if (fact) {
    for (const bucket of buckets) others.placements[0]!.add([entity, tenant, bucket, id]);
    move(projection, entity, tenant, id);
  }
}
