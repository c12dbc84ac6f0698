import type { Scan } from './scan.js';

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

/** Of a ready rule, in seconds. */
export interface Sustained {
  /** How often it is judged. */
  every: number;
  /** It fires when it has held so often in a row. */
  times: number;
}

export const RISING_CHURN: Scan & Sustained = {
  lengths: [14 * DAY_S, 28 * DAY_S, 56 * DAY_S, 91 * DAY_S, 182 * DAY_S],
  past: 364 * DAY_S,
  piece: 28 * DAY_S,
  margin: 0.1,
  chance: 0.0025,
  every: DAY_S,
  times: 3,
};

export const FALLING_SHARE: Scan & Sustained = { ...RISING_CHURN };

export const SLOW_RESPONSE: Pick<Scan, 'lengths' | 'margin' | 'chance'> & Sustained & { weeks: number } = {
  lengths: [HOUR_S, 2 * HOUR_S, 4 * HOUR_S, DAY_S, 3 * DAY_S, 7 * DAY_S],
  weeks: 8,
  margin: 0.1,
  chance: 0.005,
  every: 900,
  times: 2,
};
