import type { Ends } from './histogram.js';
import { type Look, leastByChance } from './scan.js';
import { binomialLowerTail, binomialUpperTail } from './special-functions.js';
import { type Direction, silent, type Verdict, withDispersion } from './verdict.js';

/** Cases that began in one span: opened tickets, and after how long those were answered that are. */
export interface Cohort {
  begun: number;
  ended: Ends;
}

/** A cohort at an instant, and what is usual: the cohorts of the same time of the week before, added up. */
export interface Watched {
  now: Cohort;
  /**
   * How long the youngest of them may have waited at that instant, ms: from the end of the span in which they began.
   * What took longer has not happened yet and is not looked at, so that answers to come change nothing.
   */
  ageMs: number;
  usual: Cohort;
}

/** What the log-rank test keeps of a cohort; scores of several are added up. */
export interface Score {
  /** Cases that began. */
  n: number;
  /** Of these, those that ended and are old enough to be looked at. */
  observed: number;
  /** How many would have by now if it went as usual, but for the margin. */
  expected: number;
  /** Of `observed`, with that of what is usual. */
  variance: number;
  /** Cases that still wait: with none of them the score stays as it is. */
  waiting: number;
}

/**
 * Compares the waits of a cohort, of which some are not over, with the usual ones: the two-sample log-rank test
 * (Mantel 1966; Peto and Peto 1972), whose variance contains the uncertainty of both. By the margin the usual waits
 * are stretched (for `falling` shrunk) before they are compared: 0.5 forgives waits half as long again.
 */
export function scoreOf({ now, ageMs, usual }: Watched, direction: Direction, margin: number): Score {
  const stretch = direction === 'rising' ? 1 + margin : 1 / (1 + margin);
  let [waiting, usualWaiting] = [now.begun, usual.begun];
  let [observed, expected, variance] = [0, 0, 0];
  let [i, j] = [0, 0];
  while (waiting > 0) {
    // In the order of their waits, each counted as the end of its bin.
    const next = now.ended[i]?.[0] ?? Number.POSITIVE_INFINITY;
    const usualNext = (usual.ended[j]?.[0] ?? Number.POSITIVE_INFINITY) * stretch;
    const wait = Math.min(next, usualNext);
    if (wait > ageMs || wait === Number.POSITIVE_INFINITY) break;
    const ends = next === wait ? now.ended[i++]![1] : 0;
    const usualEnds = usualNext === wait ? usual.ended[j++]![1] : 0;
    const all = waiting + usualWaiting;
    const share = waiting / all;
    observed += ends;
    expected += (ends + usualEnds) * share;
    if (all > 1)
      variance += ((ends + usualEnds) * share * (1 - share) * (all - ends - usualEnds)) / (all - 1);
    waiting -= ends;
    usualWaiting -= usualEnds;
  }
  return { n: now.begun, observed, expected: exact(expected), variance: exact(variance), waiting };
}

/** In whole multiples of a billionth (2⁻³⁰): sums of these have no error, so that they can be added and taken away in any order. */
const exact = (value: number): number => Math.round(value * 2 ** 30) / 2 ** 30;

/** The score of a cohort against all others of `all`, to which it belongs, without a margin and when nobody waits any more. */
export function scoreAmong(own: Cohort, all: Cohort): Score {
  let [waiting, allWaiting] = [own.begun, all.begun];
  let [observed, expected, variance] = [0, 0, 0];
  let i = 0;
  for (const [wait, allEnds] of all.ended) {
    if (waiting <= 0) break;
    const ends = own.ended[i]?.[0] === wait ? own.ended[i++]![1] : 0;
    const share = waiting / allWaiting;
    observed += ends;
    expected += allEnds * share;
    if (allWaiting > 1)
      variance += (allEnds * share * (1 - share) * (allWaiting - allEnds)) / (allWaiting - 1);
    waiting -= ends;
    allWaiting -= allEnds;
  }
  return { n: own.begun, observed, expected: exact(expected), variance: exact(variance), waiting };
}

/**
 * Whether waits became longer (`rising`) or shorter: fewer or more of them are over by now than expected. Those of a
 * day share its queue and its people, so the scores come by day, with the spread of days (`spreadOfDays`).
 * The effect is how many ends were expected, but for the margin, for each that came (half a case added to both, as
 * Anscombe does).
 */
export function waitsMoved(direction: Direction, days: readonly Score[], spread: number): Verdict {
  const { n, observed, expected, variance } = sumOf(days);
  if (!(variance > 0)) return silent(n);
  // A sum of unequal coin tosses, as a binomial of its mean and variance.
  const probability = Math.max(1e-6, 1 - variance / expected);
  const trials = expected / probability;
  const chance =
    direction === 'rising'
      ? binomialLowerTail(observed, trials, probability)
      : binomialUpperTail(observed, trials, probability);
  let clumped = 0;
  for (const day of days) clumped += day.variance ** 2;
  return {
    chance: withDispersion(chance, 1 + (spread * clumped) / variance),
    effect: (expected + 0.5) / (observed + 0.5),
    n,
  };
}

/** No two days are alike: the speeds of days differ by 10 % at the least. */
const LEAST_SPREAD = 0.1 ** 2;

/**
 * By how much days differ more than their cases explain: the variance of the logarithm of a day's speed, by the
 * moments of DerSimonian and Laird 1986, from scores of past days without margin, each against the others.
 */
export function spreadOfDays(days: readonly Score[]): number {
  let excess = 0;
  let weight = 0;
  for (const { observed, expected, variance } of days) {
    excess += (observed - expected) ** 2 - variance;
    weight += variance ** 2;
  }
  return weight > 0 ? Math.max(LEAST_SPREAD, excess / weight) : LEAST_SPREAD;
}

export const noScore = (): Score => ({ n: 0, observed: 0, expected: 0, variance: 0, waiting: 0 });

export function sumOf(scores: readonly Score[]): Score {
  const sum = noScore();
  for (const score of scores) addTo(sum, score);
  return sum;
}

/** Adds a score to a sum, or, by the sign −1, takes it away. */
export function addTo(sum: Score, score: Score, sign: 1 | -1 = 1): void {
  sum.n += sign * score.n;
  sum.observed += sign * score.observed;
  sum.expected += sign * score.expected;
  sum.variance += sign * score.variance;
  sum.waiting += sign * score.waiting;
}

/** Two cohorts as one, or, by the sign −1, what is left of the first without the second. */
export function joined(first: Cohort, second: Cohort, sign: 1 | -1 = 1): Cohort {
  if (second.begun === 0) return first;
  const ended: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < first.ended.length || j < second.ended.length) {
    const left = first.ended[i]?.[0] ?? Number.POSITIVE_INFINITY;
    const right = second.ended[j]?.[0] ?? Number.POSITIVE_INFINITY;
    if (left < right) ended.push(first.ended[i++]!);
    else {
      const count = (left === right ? first.ended[i++]![1] : 0) + sign * second.ended[j++]![1];
      if (count !== 0) ended.push([right, count]);
    }
  }
  return { begun: first.begun + sign * second.begun, ended };
}

/** A score, when its cases began (epoch seconds), and a number of the day on which they did. */
export interface Began {
  from: number;
  day: number;
  score: Score;
}

/**
 * Judges every length of window (seconds, ascending) that ends at an instant, of cohorts from old to new; the look
 * that chance explains least, its chance multiplied by the number of looks.
 */
export function scanWaits(
  direction: Direction,
  cohorts: readonly Began[],
  at: number,
  lengths: readonly number[],
  spread: number,
): Look | null {
  const looks: Look[] = [];
  const days: Score[] = [];
  let next = cohorts.length - 1;
  for (const length of lengths) {
    for (; next >= 0 && cohorts[next]!.from >= at - length; next -= 1) {
      const { day, score } = cohorts[next]!;
      if (cohorts[next + 1]?.day === day) addTo(days.at(-1)!, score);
      else days.push({ ...score });
    }
    looks.push({ length, verdict: waitsMoved(direction, days, spread) });
  }
  return leastByChance(looks);
}
