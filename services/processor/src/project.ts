import { entityIdOf, entityOf } from '@tallyboard/contracts/codec';
import type { CrmEvent, Entity } from '@tallyboard/contracts/events';
import { factOfEntity } from '@tallyboard/metrics/facts';
import type { Taken } from '@tallyboard/pipeline/stage';
import type { DeadLetter } from './dead-letter.js';
import { bucketOf, eventTable } from './event-tables.js';
import type { ReadMessage } from './read.js';

/** A batch of the log, as what must be stored and looked up. */
export interface Projection {
  events: number;
  rows: Map<Entity, unknown[][]>;
  /** [entity, tenant, bucket in epoch seconds, entity id] */
  placements: unknown[][];
  /** Cells of fixed facts, known without asking: tenant → buckets. */
  callCells: Map<string, Set<number>>;
  /** Moving entities of which all claimed buckets are touched: entity → tenant → ids. */
  moved: Map<Entity, Map<string, Set<string>>>;
  /** Reps whose office or team may have changed: tenant → rep → from when, epoch ms. */
  reps: Map<string, Map<string, number>>;
  deadLetters: DeadLetter[];
}

/** Sorts a batch into rows and what they touch; nothing is stored yet. One bad message costs the others nothing. */
export function project(taken: readonly Taken<ReadMessage>[]): Projection {
  const projection: Projection = {
    events: 0,
    rows: new Map(),
    placements: [],
    callCells: new Map(),
    moved: new Map(),
    reps: new Map(),
    deadLetters: [],
  };
  for (const { topic, partition, messages } of taken)
    for (const message of messages)
      if (message.ok) place(projection, message.event, message.digest, message.timestamp);
      else {
        const { offset, reason, raw } = message;
        projection.deadLetters.push({ topic, partition, offset, reason, ...raw });
      }
  return projection;
}

function place(projection: Projection, event: CrmEvent, digest: number, recordedAt: number): void {
  const entity = entityOf(event.type);
  projection.events += 1;
  entry(projection.rows, entity, () => []).push(eventTable(entity).row(event, digest, recordedAt));
  if (entity === 'call') {
    const { started_at } = event as CrmEvent & { started_at: number };
    entry(projection.callCells, event.tenant, () => new Set()).add(bucketOf(started_at));
    return;
  }
  if (event.type === 'rep.updated') {
    const since = entry(projection.reps, event.tenant, () => new Map<string, number>());
    since.set(
      event.rep_id,
      Math.min(since.get(event.rep_id) ?? Number.POSITIVE_INFINITY, event.effective_from),
    );
    return;
  }
  const fact = factOfEntity(entity);
  if (!fact) return;
  const id = entityIdOf(event);
  const values = event as unknown as Record<string, unknown>;
  const buckets = new Set<number>();
  for (const claim of fact.claims)
    if (typeof values[claim] === 'number') buckets.add(bucketOf(values[claim]));
  for (const bucket of buckets) projection.placements.push([entity, event.tenant, bucket, id]);
  entry(
    entry(projection.moved, entity, () => new Map<string, Set<string>>()),
    event.tenant,
    () => new Set(),
  ).add(id);
}

/** The value of a key, made when it is missing. */
export function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
