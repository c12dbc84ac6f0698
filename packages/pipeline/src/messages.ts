/**
 * What the stages tell each other, as JSON in Kafka values.
 *
 * crm.cells, keyed `tenant/fact/bucket`: a cell was touched (no value), or, keyed `progress`, a ProjectorProgress.
 * crm.updates: CellsRestated and AggregatorProgress.
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

/** The parts of a cell key; null when it is none. `bucket`: epoch seconds. */
export function parseCellKey(key: string): { tenant: string; fact: string; bucket: number } | null {
  const parts = key.split('/');
  const bucket = Number(parts[2]);
  return parts.length === 3 && Number.isInteger(bucket) && bucket % 900 === 0
    ? { tenant: parts[0]!, fact: parts[1]!, bucket }
    : null;
}
