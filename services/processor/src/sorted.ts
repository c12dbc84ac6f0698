import type { Entity } from '@tallyboard/contracts/events';
import { idFieldOf } from '@tallyboard/contracts/registry';
import type { EventBytes } from '@tallyboard/contracts/scan';
import { Block } from '@tallyboard/facts/block';
import { bucketOf } from '@tallyboard/facts/bucket';
import { CREDITING } from '@tallyboard/facts/credit-changes';
import { eventTable } from '@tallyboard/facts/event-table';
import { DESCRIBED, factOfEntity } from '@tallyboard/facts/facts';
import { Links, linkKind } from '@tallyboard/facts/links';
import { Placements } from '@tallyboard/facts/placements';
import { entry } from './entry.js';
import { IS_READ } from './place.js';

/** What is stored of some entities. */
export interface Facts {
  /** Of the event tables. */
  rows: Map<Entity, Block[]>;
  links: Links;
}

/** fact → tenant → buckets, epoch seconds. */
export type Touched = Map<string, Map<string, Set<number>>>;

/** Events as what must be stored of them and what they touch. */
export interface Sorted {
  events: number;
  /** What fixed facts need. */
  fixed: Facts;
  /** What all else needs. */
  others: Facts & {
    placements: Placements[];
    /** Moving entities of which all claimed buckets are touched: entity → tenant → ids. */
    moved: Map<Entity, Map<string, Set<string>>>;
  };
  /** Cells of fixed facts, known without asking. */
  cells: Touched;
}

export const nothingSorted = (): Sorted => ({
  events: 0,
  fixed: { rows: new Map(), links: new Links() },
  others: { rows: new Map(), links: new Links(), placements: [new Placements()], moved: new Map() },
  cells: new Map(),
});

/** The block to which an entity's rows are added. */
export const blockOf = ({ rows }: Facts, entity: Entity): Block =>
  entry(rows, entity, () => [new Block(eventTable(entity).columns)])[0]!;

export function touch(touched: Touched, fact: string, tenant: string, bucket: number): void {
  entry(
    entry(touched, fact, () => new Map<string, Set<number>>()),
    tenant,
    () => new Set(),
  ).add(bucket);
}

export function move({ others }: Sorted, entity: Entity, tenant: string, id: string): void {
  entry(
    entry(others.moved, entity, () => new Map<string, Set<string>>()),
    tenant,
    () => new Set(),
  ).add(id);
}

/** Adds what was sorted before, of which nothing is changed. */
export function addAll(sorted: Sorted, { events, fixed, others, cells }: Sorted): void {
  sorted.events += events;
  for (const [into, from] of [[sorted.fixed, fixed] as const, [sorted.others, others] as const]) {
    for (const [entity, blocks] of from.rows) entry(into.rows, entity, () => []).push(...blocks);
    into.links.addAll(from.links);
  }
  sorted.others.placements.push(...others.placements);
  for (const [entity, tenants] of others.moved)
    for (const [tenant, ids] of tenants) for (const id of ids) move(sorted, entity, tenant, id);
  for (const [fact, tenants] of cells)
    for (const [tenant, buckets] of tenants)
      for (const bucket of buckets) touch(sorted.cells, fact, tenant, bucket);
}

/** Whether events of this entity may touch what others say. */
const changesOthers = (entity: Entity): boolean =>
  IS_READ.has(entity) ||
  CREDITING.includes(entity) ||
  DESCRIBED.some((described) => described.entity === entity);

/** Sorts events of one shape. */
export type Sort = (sorted: Sorted, event: EventBytes, recordedAt: number) => void;

/**
 * What `place` and `project` do with an event, done with it where it lies in its message. Null: events of this shape touch
 * more than that, and are placed.
 */
export function sortOf(shape: EventBytes['shape']): Sort | null {
  const { entity, type } = shape;
  const fact = factOfEntity(entity);
  const copy = eventTable(entity).copier(shape);
  if (!fact || !copy || changesOthers(entity)) return null;
  const isFixed = fact.placement === 'fixed';
  const at = (name: string) => shape.fields.findIndex((field) => field.name === name);
  const [tenant, id] = [at('tenant'), at(idFieldOf(entity))];
  const claiming = [...fact.bucketing, ...(fact.occurring.includes(type) ? ['occurred_at'] : [])]
    .map(at)
    .filter((f) => f >= 0);
  const mentions = [...fact.reads, ...fact.mentions]
    .map(({ entity: of, by }) => ({ kind: linkKind(of, fact.name), by: at(by) }))
    .filter(({ by }) => by >= 0);
  const into = fact.merges ? at(fact.merges.by) : -1;
  const merging = linkKind(fact.entity, fact.name);
  const buckets: number[] = [];
  return (sorted, event, recordedAt) => {
    const facts = isFixed ? sorted.fixed : sorted.others;
    sorted.events += 1;
    copy(blockOf(facts, entity), event, recordedAt);
    buckets.length = 0;
    for (const f of claiming) {
      if (event.isNull[f] === 1) continue;
      const bucket = bucketOf(event.numbers[f]!);
      if (!buckets.includes(bucket)) buckets.push(bucket);
    }
    for (const { kind, by } of mentions)
      if (event.isNull[by] === 0)
        facts.links.copy(kind, event, tenant, by, isFixed ? buckets[0]! : 0, isFixed ? null : id);
    if (into >= 0 && event.isNull[into] === 0) {
      facts.links.copy(merging, event, tenant, into, 0, id);
      facts.links.copy(merging, event, tenant, id, 0, into);
    }
    const ofTenant = event.text(tenant);
    if (isFixed) for (const bucket of buckets) touch(sorted.cells, fact.name, ofTenant, bucket);
    else {
      for (const bucket of buckets) sorted.others.placements[0]!.copy(entity, event, tenant, bucket, id);
      move(sorted, entity, ofTenant, event.text(id));
    }
  };
}
