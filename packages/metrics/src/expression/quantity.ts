import type { FactName, MeasureType } from '@tallyboard/facts/facts';

/** Which cells are added up for an interval: its own, or all before its start or its end (a stock). */
export type Window = 'interval' | 'before_start' | 'before_end';

/** Which keys of a map count: instants in epoch seconds, or durations in seconds. */
export type Keys =
  | 'all'
  /** Instants before the start of the interval. */
  | 'before_start'
  /** Up to the value of a parameter of the metric. */
  | { upTo: string }
  /** Instants longer ago, as of asking, than the value of a parameter. */
  | { olderThan: string }
  /** Instants since which more working time has passed, as of asking and by the schedule of the ticket, than the value of a parameter. */
  | { workedLongerThan: string }
  /** Instants more days before the end of the interval, or before asking if that is earlier, than the value of a parameter. */
  | { daysBeforeEnd: string };

/** What is read of a measure. */
export type Reading =
  | { as: 'sum' }
  /** Σ of the counts of a map. */
  | { as: 'count'; keys: Keys }
  /** Of a map that is a histogram of durations, ms. */
  | { as: 'quantile'; q: number }
  /** The least key of a map; null when it is empty. */
  | { as: 'least_key' }
  /** Of a map of amounts that change: Σ over the keys that were not at 0 when the interval began, of what they changed by in it. */
  | { as: 'change_of_those_before'; of: 'all' | 'those_down' };

/** Dimensions with the value that each must have. */
export type Where = Readonly<Record<string, string>>;

/** A number that the cells of one fact add up to. All sums are over the whole selection. */
export interface Quantity {
  fact: FactName;
  measure: string;
  type: MeasureType;
  /** Of the cells with these dimensions. */
  where: Where;
  window: Window;
  reading: Reading;
  /** Dimensions of which all values count, whatever is asked for: the whole that a share of one of them is of. */
  across: readonly string[];
  /** Of what is read since the beginning: it came in day by day, as what is won does, and is not in stock. */
  isAccrued?: true;
}

/** Money, and parts of things, are a bigint, in ten-thousandths; null: there is none. */
export type Amount = number | bigint | null;

/** Whether what is read of such a measure is a decimal: an amount of money, or parts of things. */
export const isMoney = (type: MeasureType): boolean => type === 'decimal' || type === 'decimal_map';

/** What no cells add up to. */
export function nothingOf({ type, reading }: Quantity): Amount {
  if (reading.as === 'quantile' || reading.as === 'least_key') return null;
  return isMoney(type) ? 0n : 0;
}

/** What two sets of cells add up to together. Quantiles have no sum: they are of one set each. */
export function together(quantity: Quantity, a: Amount, b: Amount): Amount {
  if (a === null) return b;
  if (b === null) return a;
  if (quantity.reading.as === 'least_key') return a < b ? a : b;
  return typeof a === 'bigint' || typeof b === 'bigint' ? BigInt(a) + BigInt(b) : a + b;
}
