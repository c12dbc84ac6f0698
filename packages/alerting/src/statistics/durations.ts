import { addUp, countOf, endOfBin, type Histogram } from './histogram.js';
import { normalTail } from './special-functions.js';
import { type Direction, silent, type Verdict, withDispersion } from './verdict.js';

/**
 * Whether durations that are known when they are counted (sales cycle, resolution) became longer or shorter: the
 * rank-sum test (Mann and Whitney 1947) of two histograms, with its correction for ties and for continuity. By the
 * margin those before are stretched (for `falling` shrunk) before they are compared. How much windows before differ
 * from each other says how much more than independent cases they vary. The effect is the ratio of the medians.
 */
export function durationMoved(
  direction: Direction,
  current: Histogram,
  before: readonly Histogram[],
  margin: number,
): Verdict {
  const past = addUp(before);
  const n = countOf(current);
  if (n === 0 || countOf(past) === 0) return silent(n);
  const stretch = direction === 'rising' ? 1 + margin : 1 / (1 + margin);
  const z = rankSum(middles(current, 1), middles(past, stretch));
  return {
    chance: withDispersion(normalTail(direction === 'rising' ? z : -z), dispersionOfDurations(before)),
    effect: median(middles(current, 1)) / median(middles(past, 1)),
    n,
  };
}

/** The mean square of how far each window is from all the others, in standard deviations: 1 for independent cases. */
function dispersionOfDurations(windows: readonly Histogram[]): number {
  const filled = windows.filter((window) => window.size > 0);
  if (filled.length < 2) return 1;
  let squares = 0;
  for (const window of filled) {
    const others = addUp(filled.filter((each) => each !== window));
    squares += rankSum(middles(window, 1), middles(others, 1)) ** 2;
  }
  return squares / filled.length;
}

/** [middle of the bin, count], ascending. */
type Values = readonly (readonly [number, number])[];

const middles = (histogram: Histogram, scale: number): Values =>
  [...histogram]
    .map(([bin, count]) => [((bin + endOfBin(bin)) / 2) * scale, count] as const)
    .sort(([left], [right]) => left - right);

/** By how many standard deviations the first are longer than the second; towards 0 by half a pair. */
function rankSum(first: Values, second: Values): number {
  let [n, m] = [0, 0];
  let [wins, ties] = [0, 0];
  let [i, j] = [0, 0];
  while (i < first.length || j < second.length) {
    const value = Math.min(first[i]?.[0] ?? Infinity, second[j]?.[0] ?? Infinity);
    const ofFirst = first[i]?.[0] === value ? first[i++]![1] : 0;
    const ofSecond = second[j]?.[0] === value ? second[j++]![1] : 0;
    wins += ofFirst * (m + ofSecond / 2);
    ties += (ofFirst + ofSecond) ** 3 - (ofFirst + ofSecond);
    n += ofFirst;
    m += ofSecond;
  }
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  const above = wins - (n * m) / 2;
  return variance > 0 ? (Math.sign(above) * Math.max(0, Math.abs(above) - 0.5)) / Math.sqrt(variance) : 0;
}

function median(values: Values): number {
  let n = 0;
  for (const [, count] of values) n += count;
  let rank = n / 2;
  for (const [value, count] of values) {
    rank -= count;
    if (rank <= 0) return value;
  }
  return Number.NaN;
}
