import type { Entity } from '@tallyboard/contracts/events';

/** How a measure is stored and added: counts and milliseconds as UInt64, money as Decimal(38,4), maps key by key. */
export type MeasureType = 'count' | 'sum_ms' | 'sum' | 'decimal' | 'map';

export interface Measure {
  name: string;
  type: MeasureType;
}

/** A kind of thing that is counted: what it is folded from, and what its cells hold. */
export interface Fact {
  name: FactName;
  entity: Entity;
  /** Every dimension of its cells, `office`, `team` and `rep` first. */
  dimensions: readonly string[];
  measures: readonly Measure[];
  /** Columns of the event table with an instant that can place the entity in a bucket. */
  claims: readonly string[];
  /**
   * SQL: one row per place of each entity that is in a pending bucket, with `tenant`, `place_at` (where it counts), `dims_at`
   * (when its rep's office and team are looked up), `rep`, its own dimensions and its measures. IN_PENDING stands for the
   * test that `(tenant, bucket)` is pending; places that are not may be left in.
   */
  placed: string;
}

export type FactName = 'call' | 'deal' | 'ticket' | 'survey' | 'customer';

/** SQL: the whole milliseconds between two DateTime64(3). */
export const msBetween = (from: string, to: string): string =>
  `toUInt64(toUnixTimestamp64Milli(${to}) - toUnixTimestamp64Milli(${from}))`;

/** SQL: a histogram of one duration in ms, or the empty one. Log-linear bins of at most 1/64 of their lower end. */
export const oneBin = (condition: string, ms: string): string =>
  oneKey(condition, `(${ms}) - (${ms}) % greatest(1, intDiv(roundToExp2(${ms}), 64))`);

/** SQL: a map with one key counted once, or the empty map. */
export const oneKey = (condition: string, key: string): string =>
  `if(${condition}, CAST(map(toUInt64(${key}), 1), 'Map(UInt64, UInt64)'), CAST(map(), 'Map(UInt64, UInt64)'))`;

/** Stands for `IN` and the pending cells. As constants: each subquery in its place would be planned and run by itself. */
export const IN_PENDING = 'IN_PENDING_CELLS';

/**
 * SQL: the events that a restate folds, with their `rank` as a column. Facts are folded level by level, each a subquery
 * that names what the next one uses: ClickHouse copies an alias into every place that mentions it, and planning such a
 * statement took several times as long as running it.
 */
export const eventsOf = (entity: Entity): string => `
    SELECT *, rank
    FROM ${entity}_events
    WHERE ${
      entity === 'call'
        ? `(tenant, bucket) ${IN_PENDING}`
        : `(tenant, ${entity}_id) IN (
        SELECT tenant, entity_id
        FROM placements
        WHERE entity = '${entity}' AND (tenant, bucket) ${IN_PENDING}
    )`
    }`;
