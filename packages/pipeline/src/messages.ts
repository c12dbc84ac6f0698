/**
 * What the stages tell each other, as JSON in Kafka values.
 *
 * crm.cells, keyed `tenant/fact/bucket`: a cell was touched (no value), or, keyed `progress`, a ProjectorProgress.
 * crm.updates: CellsRestated and AggregatorProgress.
 *
 * Anyone who may write to a topic can write something else: readers take what these parsers take, and pass over the rest.
 */

/** Written into every partition of crm.cells: what precedes it there covers these partitions of crm.events so far. */
export interface ProjectorProgress {
  /** How many partitions crm.events has. */
  partitions: number;
  /** Per partition of crm.events that this projector works on: epoch ms by Kafka's clock. */
  complete_to: Record<string, number>;
  /** Little is left to project; cells need not wait for more. */
  caught_up: boolean;
}

export interface CellsRestated {
  kind: 'cells';
  tenant: string;
  fact: string;
  /** Epoch seconds. */
  buckets: number[];
}

/** Of one partition of crm.cells: everything announced there, of events up to `complete_to`, is restated. */
export interface AggregatorProgress {
  kind: 'progress';
  partition: number;
  /** How many crm.cells has. */
  partitions: number;
  /** Epoch ms; null while a partition of crm.events has not been heard of. */
  complete_to: number | null;
}

export type Update = CellsRestated | AggregatorProgress;

export const PROGRESS_KEY = 'progress';

/** `tenant/fact/bucket`; a tenant has no slash. */
export function cellKey(tenant: string, fact: string, bucket: number): string {
  return `${tenant}/${fact}/${bucket}`;
}

/** The parts of a cell key as `cellKey` writes it; null when it is none. `bucket`: epoch seconds. */
export function parseCellKey(key: Buffer): { tenant: string; fact: string; bucket: number } | null {
  if (key.length > LONGEST_KEY) return null;
  const [tenant, fact, text, ...more] = key.toString().split('/');
  const bucket = Number(text);
  return tenant && fact && more.length === 0 && isBucket(bucket) && String(bucket) === text
    ? { tenant, fact, bucket }
    : null;
}

/** What a projector says of its progress; null when it is not that. */
export function parseProjectorProgress(value: Buffer | null): ProjectorProgress | null {
  const said = parse(value) as Partial<ProjectorProgress> | null;
  if (!said || !isCount(said.partitions) || typeof said.caught_up !== 'boolean') return null;
  const { partitions, complete_to, caught_up } = said;
  if (typeof complete_to !== 'object' || complete_to === null) return null;
  const parts = Object.entries(complete_to);
  return parts.every(([partition, to]) => isPart(Number(partition), partitions) && isInstant(to))
    ? { partitions, complete_to: Object.fromEntries(parts), caught_up }
    : null;
}

/** An update; null when it is none. */
export function parseUpdate(value: Buffer | null): Update | null {
  const said = parse(value) as { kind?: unknown } | null;
  if (said?.kind === 'progress') {
    const { partition, partitions, complete_to } = said as Partial<AggregatorProgress>;
    return isCount(partitions) &&
      isPart(partition, partitions) &&
      (complete_to === null || isInstant(complete_to))
      ? { kind: 'progress', partition, partitions, complete_to }
      : null;
  }
  if (said?.kind !== 'cells') return null;
  const { tenant, fact, buckets } = said as Partial<CellsRestated>;
  return typeof tenant === 'string' &&
    typeof fact === 'string' &&
    Array.isArray(buckets) &&
    buckets.every(isBucket)
    ? { kind: 'cells', tenant, fact, buckets }
    : null;
}

/** A tenant has at most 256 characters, of up to three bytes each. */
const LONGEST_KEY = 1_024;
/** What ClickHouse's DateTime holds, epoch seconds. */
const LAST_BUCKET = 2 ** 32 - 900;
/** What a Date holds, epoch ms. */
const LAST_INSTANT = 8.64e15;
/** More than any topic has. */
const MOST_PARTITIONS = 100_000;

const isBucket = (value: unknown): value is number =>
  Number.isInteger(value) &&
  (value as number) >= 0 &&
  (value as number) <= LAST_BUCKET &&
  (value as number) % 900 === 0;

const isInstant = (value: unknown): value is number =>
  Number.isInteger(value) && Math.abs(value as number) <= LAST_INSTANT;

const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_PARTITIONS;

const isPart = (value: unknown, of: number): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < of;

function parse(value: Buffer | null): object | null {
  try {
    const said: unknown = JSON.parse(value?.toString() ?? '');
    return typeof said === 'object' ? said : null;
  } catch {
    return null;
  }
}
