import type { Quantity } from '@tallyboard/metrics/quantity';
import type { Judgement } from '../alert.js';
import type { Span } from '../numbers/ledger.js';
import type { View } from '../numbers/view.js';

/** When a rule holds, as a pure function of what the cells of a group add up to over spans of time. */
export interface Condition {
  /** What it reads beside the formula of the metric. */
  reads: readonly Quantity[];
  /** Every span that judging the instant reads. */
  spans(at: number): readonly Span[];
  /** Whether each quarter of an hour of its spans is looked at by itself. */
  isFine: boolean;
  judge(at: number, view: View): Judgement;
  /** `calls of an hour are above 100`: continues the name of the metric. */
  words: string;
  /** What holds in a part of the window holds in all of it, whatever comes: so it need not be over. */
  isSureEarly: boolean;
}

/** Remembers the newest: all groups of an instant ask for the same, one after another. */
export function ofInstant<T>(make: (at: number) => T): (at: number) => T {
  let [last, made]: [number | null, T | undefined] = [null, undefined];
  return (at) => {
    if (at !== last) [last, made] = [at, make(at)];
    return made as T;
  };
}
