import type { Entity } from '@tallyboard/contracts/events';
import type { CreditChange } from '@tallyboard/facts/credit-changes';
import { factOfEntity } from '@tallyboard/facts/facts';
import { isWrittenAgain } from '@tallyboard/kafka/recorded';
import type { Taken } from '@tallyboard/pipeline/stage';
import type { DeadLetter } from './dead-letter.js';
import { entry } from './entry.js';
import type { Erased } from './erased.js';
import { placementRow } from './finding-rows.js';
import type { Placed } from './place.js';
import type { ReadMessage } from './read.js';

/** A batch of the log, as what must be stored and looked up. */
export interface Projection {
  events: number;
  /** What its fixed facts need. */
  fixed: Facts;
  /** What all else needs. */
  others: Facts & {
    /** Of `placements`. */
    placements: string[];
    /** Moving entities of which all claimed buckets are touched: entity → tenant → ids. */
    moved: Map<Entity, Map<string, Set<string>>>;
    /** Entities that facts read: entity → tenant → id → when Kafka took each of their events, by identity, epoch ms. */
    read: Map<Entity, Map<string, Map<string, Map<string, number>>>>;
    /** Entities by which facts may be described otherwise: entity → tenant → ids. */
    described: Map<Entity, Map<string, Set<string>>>;
    /** What leads and deals may be credited to by it, each once. */
    credits: Map<string, CreditChange>;
  };
  /** Rows of `erasures`. */
  erasures: string[];
  /** Who they erase: entity → tenant → ids. */
  erased: Map<Entity, Map<string, Set<string>>>;
  /** Messages of which nothing is kept: who they are about is erased, or their dead letter was written before. */
  dropped: number;
  /** Cells of fixed facts, known without asking. */
  cells: Touched;
  deadLetters: DeadLetter[];
}

/** What is stored of some entities. */
export interface Facts {
  /** Of the event tables. */
  rows: Map<Entity, string[]>;
  /** Of `links`. */
  links: Set<string>;
}

/** fact → tenant → buckets, epoch seconds. */
export type Touched = Map<string, Map<string, Set<number>>>;

/**
 * Sorts a batch into rows and what they touch; nothing is stored yet. One bad message costs the others nothing. `erased`: who
 * is known to be, to whom those of the batch are added.
 */
export function project(taken: readonly Taken<ReadMessage>[], erased: Erased): Projection {
  const projection: Projection = {
    events: 0,
    fixed: { rows: new Map(), links: new Set() },
    others: {
      rows: new Map(),
      links: new Set(),
      placements: [],
      moved: new Map(),
      read: new Map(),
      described: new Map(),
      credits: new Map(),
    },
    erasures: [],
    erased: new Map(),
    dropped: 0,
    cells: new Map(),
    deadLetters: [],
  };
  // Of what comes before it in the batch nothing is kept either.
  for (const { messages } of taken)
    for (const message of messages)
      if (message.ok && message.placed.erases) erase(projection, message.placed, erased);
  for (const { topic, partition, messages } of taken)
    for (const message of messages)
      if (message.ok) add(projection, message.placed, erased);
      else if (erased.hasKey(message.raw.key)) projection.dropped += 1;
      // Who read it the first time wrote its letter.
      else if (isWrittenAgain(message.raw)) projection.dropped += 1;
      else {
        const { offset, reason, raw } = message;
        projection.deadLetters.push({ topic, partition, offset, reason, ...raw });
      }
  return projection;
}

function erase(projection: Projection, placed: Placed, erased: Erased): void {
  const { entity, tenant, id, row, credit } = placed;
  projection.events += 1;
  projection.erasures.push(row);
  const ofEntity = entry(projection.erased, entity, () => new Map<string, Set<string>>());
  entry(ofEntity, tenant, () => new Set()).add(id);
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
  entry(facts.rows, entity, () => []).push(row);
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
    for (const bucket of buckets) others.placements.push(placementRow(entity, tenant, bucket, id));
    entry(
      entry(others.moved, entity, () => new Map<string, Set<string>>()),
      tenant,
      () => new Set(),
    ).add(id);
  }
}

export function touch(touched: Touched, fact: string, tenant: string, bucket: number): void {
  entry(
    entry(touched, fact, () => new Map<string, Set<number>>()),
    tenant,
    () => new Set(),
  ).add(bucket);
}
