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
}

export type FactName = 'call' | 'deal' | 'ticket' | 'survey' | 'customer';
