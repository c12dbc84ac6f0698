import { widthOf } from '../numbers/histogram.js';
import type { Counts } from '../numbers/ledger.js';
import type { Finding } from './rates.js';
import { normalUpper } from './tails.js';

/** Cases that began in a short span: how many, how long those that have ended took (ms → how many), and their age in ms at the look. */
export interface Begun {
  cases: number;
  took: Counts;
  ageMs: number;
}

/**
 * Whether cases that have begun wait longer than cases of before did at the same age: the one-sample log-rank test. What
 * has ended by now is compared with what should have, by the hazard of before ÷ (1 + margin); only what is knowable at
 * the look counts, so that later ends change nothing. `before` are cases old enough to be judged at every age asked.
 */
export function slower(
  now: readonly Begun[],
  before: readonly Begun[],
  { margin, dispersion = 1 }: { margin: number; dispersion?: number },
): Finding & { ended: number; expected: number } {
  const hazard = cumulativeHazard(before);
  let ended = 0;
  let expected = 0;
  for (const { cases, took, ageMs } of now) {
    let open = cases;
    for (const [edge, count] of took)
      if (isKnown(edge, ageMs)) {
        ended += count;
        open -= count;
        expected += count * hazard(edge);
      }
    expected += Math.max(0, open) * hazard(ageMs);
  }
  const slowed = expected / (1 + margin);
  const basis = before.reduce((sum, { took, ageMs }) => sum + known(took, ageMs), 0);
  if (slowed === 0 || basis === 0) return { chance: 1, ratio: null, ended, expected };
  // Of a Poisson count the variance is its mean; what was before is an estimate too.
  const variance = dispersion * (slowed + slowed ** 2 / basis);
  return {
    chance: normalUpper((slowed - ended) / Math.sqrt(variance)),
    ratio: ended === 0 ? null : expected / ended,
    ended,
    expected,
  };
}

/** Whether all of a bin has ended by an age: what ends later must change nothing. */
const isKnown = (edge: number, ageMs: number): boolean => edge + widthOf(edge) - 1 <= ageMs;

/** Nelson and Aalen's estimate of Σ ended ÷ at risk up to an age in ms. */
function cumulativeHazard(cases: readonly Begun[]): (ageMs: number) => number {
  const ends = new Map<number, number>();
  const leaves = new Map<number, number>();
  let atRisk = 0;
  for (const { cases: begun, took, ageMs } of cases) {
    atRisk += begun;
    let open = begun;
    for (const [edge, count] of took)
      if (isKnown(edge, ageMs)) {
        ends.set(edge, (ends.get(edge) ?? 0) + count);
        open -= count;
      }
    leaves.set(ageMs, (leaves.get(ageMs) ?? 0) + open);
  }
  const ages = [...new Set([...ends.keys(), ...leaves.keys()])].sort((a, b) => a - b);
  const levels: number[] = [];
  let level = 0;
  for (const age of ages) {
    const ended = ends.get(age) ?? 0;
    if (atRisk > 0) level += ended / atRisk;
    levels.push(level);
    atRisk -= ended + (leaves.get(age) ?? 0);
  }
  return (ageMs) => {
    let [low, high] = [0, ages.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ages[middle]! <= ageMs) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : levels[low - 1]!;
  };
}

function known(took: Counts, ageMs: number): number {
  let count = 0;
  for (const [edge, many] of took) if (isKnown(edge, ageMs)) count += many;
  return count;
}

/**
 * Whether durations are longer than 1 + margin times those of before (or, falling, shorter): Mann and Whitney's test on
 * two histograms, corrected for ties, those of before moved by the margin.
 */
export function longer(
  now: Counts,
  before: Counts,
  { margin, direction }: { margin: number; direction: 'rising' | 'falling' },
): Finding {
  const factor = direction === 'rising' ? 1 + margin : 1 / (1 + margin);
  const moved = new Map<number, number>();
  for (const [edge, count] of before) {
    const bin = binOf(edge * factor);
    moved.set(bin, (moved.get(bin) ?? 0) + count);
  }
  const [n1, n0] = [sizeOf(now), sizeOf(moved)];
  if (n1 === 0 || n0 === 0) return { chance: 1, ratio: null };
  const n = n1 + n0;
  let below = 0;
  let u = 0;
  let ties = 0;
  for (const edge of [...new Set([...now.keys(), ...moved.keys()])].sort((a, b) => a - b)) {
    const [a, b] = [now.get(edge) ?? 0, moved.get(edge) ?? 0];
    u += a * (below + b / 2);
    below += b;
    ties += (a + b) ** 3 - (a + b);
  }
  const variance = ((n1 * n0) / 12) * (n + 1 - ties / (n * (n - 1)));
  const z = (u - (n1 * n0) / 2) / Math.sqrt(variance);
  return {
    chance: variance > 0 ? normalUpper(direction === 'rising' ? z : -z) : 1,
    ratio: meanOf(before) === 0 ? null : meanOf(now) / meanOf(before),
  };
}

const binOf = (value: number): number => {
  const whole = Math.floor(value);
  return whole - (whole % widthOf(whole));
};

const sizeOf = (counts: Counts): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

const meanOf = (counts: Counts): number =>
  [...counts].reduce((sum, [edge, count]) => sum + edge * count, 0) / Math.max(1, sizeOf(counts));
