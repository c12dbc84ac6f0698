import type { Clock } from '../clocks.js';
import type { LongAgo } from '../long-ago.js';

export interface CellsQuery {
  tenant: string;
  /**
   * When each of these spans of time begins by each of the clocks, the first before all that is: sums of the period are told
   * apart by them. Left out: they are not.
   */
  segments?: readonly (readonly number[])[];
  /** By which cells are told apart into intervals; by several only facts that know offices. */
  clocks: readonly Clock[];
  /** Dimensions of the fact. */
  by: readonly string[];
  /** Dimension → values of which one must hold. */
  filter: Readonly<Record<string, readonly string[]>>;
  /** Of the metric, by name. */
  parameters: Readonly<Record<string, number>>;
  /** Epoch seconds of asking. */
  now: number;
  /** By schedules; of quantities that go by them. */
  longAgo?: readonly LongAgo[];
}

/** What the cells of an interval and a group add up to: `q0`, `q1`, …, in the order of the quantities; null: nothing, or not read. */
export interface CellsRow {
  /** The interval; left out when there is but one. OPENING: all that was before the period. */
  i?: number;
  /** Where there are segments: which of them, and the first and the last bucket that is added up, epoch seconds. */
  r?: number;
  first?: number;
  last?: number;
  /** Where there are segments and several clocks: the number of the clock. */
  c?: number;
  /** Dimensions by name, and quantities. */
  [column: string]: number | string | null | undefined;
}

/** The interval of all that was before the period. */
export const OPENING = -1;

/** Of what counts in no segment of its own, by position where sums of segments have the first and last bucket. */
export const NO_SEGMENT = ['toUInt32(0) AS first', 'toUInt32(0) AS last'];
