import type { Entity } from '@tallyboard/contracts/events';
import { factOfEntity } from '@tallyboard/facts/facts';
import type { Taken } from '@tallyboard/pipeline/stage';
import type { DeadLetter } from './dead-letter.js';
import type { Placed } from './place.js';
import type { ReadMessage } from './read.js';

/** A batch of the log, as what must be stored and looked up. */
export interface Projection {
  events: number;
  /** Of the event tables, each a JSON array. */
  rows: Map<Entity, string[]>;
  /** [entity, tenant, bucket in epoch seconds, entity id] as JSON. */
  placements: string[];
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
      if (message.ok) add(projection, message.placed);
      else {
        const { offset, reason, raw } = message;
        projection.deadLetters.push({ topic, partition, offset, reason, ...raw });
      }
  return projection;
}

function add(projection: Projection, { entity, tenant, id, row, buckets, repSince }: Placed): void {
  projection.events += 1;
  entry(projection.rows, entity, () => []).push(row);
  if (entity === 'call') {
    const cells = entry(projection.callCells, tenant, () => new Set());
    for (const bucket of buckets) cells.add(bucket);
  } else if (repSince !== null) {
    const since = entry(projection.reps, tenant, () => new Map<string, number>());
    since.set(id, Math.min(since.get(id) ?? Number.POSITIVE_INFINITY, repSince));
  } else if (factOfEntity(entity)) {
    for (const bucket of buckets) projection.placements.push(JSON.stringify([entity, tenant, bucket, id]));
    entry(
      entry(projection.moved, entity, () => new Map<string, Set<string>>()),
      tenant,
      () => new Set(),
    ).add(id);
  }
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
