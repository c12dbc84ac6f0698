import type { Scan } from './scan.js';

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

/** How often a ready rule is judged, and how often in a row it must hold before it fires. */
export interface Sustained {
  /** Seconds. */
  every: number;
  times: number;
}

/**
 * The trends of ready rules, spans in seconds. `npm run bench -- --only alerts` prints what they do on histories;
 * margins and chances are the quickest of those tried with which at most 5 % of histories give any alarm in a year
 * that only wobbles (months of ±15 %, a season of ±15 %, and the rest of the bench's wobbles, one by one and all at
 * once):
 *
 * - Half a year is the longest look, because smaller companies have no other way to know; two weeks the shortest,
 *   because one bad week is none yet. Against a year, in which every season occurs once.
 * - The margin is what seasons and growth do in the mean of those looks. A greater one needs no lower chance but is
 *   blind for longer: 0.25 missed a doubling of churn among 500 customers in 42 % of histories, 0.1 in 14 %.
 * - The chance is below what one look would need because a year has 365 of them; neighbouring ones say the same, so
 *   it need not be 365 times lower.
 * - Three days in a row keep a single correction or a late import from ringing.
 */
const TREND: Scan & Sustained = {
  lengths: [14 * DAY_S, 28 * DAY_S, 56 * DAY_S, 91 * DAY_S, 182 * DAY_S],
  past: 364 * DAY_S,
  piece: 28 * DAY_S,
  margin: 0.1,
  chance: 0.0015,
  every: DAY_S,
  times: 3,
};

export const RISING_CHURN = TREND;

/**
 * Half the margin, because fifty deals a week tell little: with 0.1 a fall from 30 % to 20 % was seen in 84 % of
 * histories, with 0.05 in 95 %, and months and seasons of ±15 % of the odds stay within 5 % false all the same.
 */
export const FALLING_CLOSE_RATE: Scan & Sustained = { ...TREND, margin: 0.05, chance: 0.002 };

export const CSAT_DROP: Scan & Sustained = { ...TREND, chance: 0.002 };

/**
 * Of first responses, judged in working hours. An hour is the shortest look in which a busy team's silence is sure,
 * a week the longest in which a small team's slowness is. Days differ by what `spreadOfDays` finds, so the margin
 * need only cover what days do not explain. Twice in a row, half an hour in all, because bursts of tickets pass.
 */
export const SLOW_RESPONSE: Pick<Scan, 'lengths' | 'margin' | 'chance'> & Sustained & { weeks: number } = {
  lengths: [HOUR_S, 2 * HOUR_S, 4 * HOUR_S, DAY_S, 3 * DAY_S, 7 * DAY_S],
  /** Compared with the same time of the week of so many weeks before. */
  weeks: 8,
  margin: 0.1,
  chance: 0.005,
  every: HOUR_S / 4,
  times: 2,
};
