import type { Span } from '../numbers/ledger.js';
import { inWords } from '../time/durations.js';

const WEEK = 604_800;

export interface TrendOptions {
  margin: number;
  /** How many windows before, or weeks, are compared with. */
  windows: number;
  /** Holds when chance explains it with less than this. */
  chance: number;
  minN: number;
  tz: string;
  windowSeconds: number;
  windowOf(at: number, seconds?: number): Span;
}

/** With what a window is compared. */
export const pastInWords = ({ windowSeconds, windows }: TrendOptions): string =>
  windowSeconds < WEEK
    ? `the same hours of the last ${windows} weeks`
    : `the ${inWords(windows * windowSeconds)} before`;
