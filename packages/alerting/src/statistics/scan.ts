import type { Verdict } from './verdict.js';

/** How a trend is looked for. Spans are in any one unit of time: seconds, days, buckets. */
export interface Scan {
  /** Lengths of the current window that are tried, ascending: short ones are quick, long ones see small changes. */
  lengths: readonly number[];
  /** The most past that it is compared with, */
  past: number;
  /** cut into pieces of this length, whose scatter says what is ordinary; short of two of them nothing is judged. */
  piece: number;
  /** How much of a change is none yet: 0.25 is 25 %. */
  margin: number;
  /** Holds when chance explains it with less than this. */
  chance: number;
}

export interface Look {
  length: number;
  verdict: Verdict;
}

/**
 * Judges every length of window that ends at an instant, each against what was before it, back to `since`, where the
 * data begin. `between` adds up what a span holds, `test` compares the window with the pieces before it, from old to
 * new. Gives the look that chance explains least, its chance multiplied by the number of looks (Bonferroni: the best
 * of five is less of a surprise than the only one); null when the past is too short for any.
 */
export function scan<Sum>(
  { lengths, past, piece, margin }: Scan,
  at: number,
  since: number,
  between: (from: number, to: number) => Sum,
  test: (current: Sum, before: readonly Sum[], margin: number) => Verdict,
): Look | null {
  const looks: Look[] = [];
  for (const length of lengths) {
    const from = at - length;
    const pieces = Math.floor(Math.min(past, from - since) / piece);
    if (pieces < 2) continue;
    const before = Array.from({ length: pieces }, (_, i) => {
      const end = from - (pieces - 1 - i) * piece;
      return between(end - piece, end);
    });
    looks.push({ length, verdict: test(between(from, at), before, margin) });
  }
  return leastByChance(looks);
}

/** Of several looks at the same thing. */
export function leastByChance(looks: readonly Look[]): Look | null {
  if (looks.length === 0) return null;
  const least = looks.reduce((a, b) => (b.verdict.chance < a.verdict.chance ? b : a));
  const chance = Math.min(1, least.verdict.chance * looks.length);
  return { ...least, verdict: { ...least.verdict, chance } };
}
