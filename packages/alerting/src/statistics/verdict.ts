import { normalQuantile, normalTail } from './special-functions.js';

/** What a test says of a window against what was before it. */
export interface Verdict {
  /** Probability, one-sided, that chance alone makes such a difference; 1 when nothing can be said. */
  chance: number;
  /** A ratio or a difference, as the test says; null: nothing to divide by. */
  effect: number | null;
  /** How many cases or events of the window stand behind it. */
  n: number;
}

export type Direction = 'rising' | 'falling';

/** Nothing can be said yet. */
export const silent = (n: number): Verdict => ({ chance: 1, effect: null, n });

/**
 * The chance when cases come in clumps: quasi-likelihood (Wedderburn 1974), by which a deviation in standard
 * deviations shrinks by √dispersion. `dispersion` is how many times the variance exceeds that of independent cases;
 * below 1 it counts as 1.
 */
export function withDispersion(chance: number, dispersion: number): number {
  if (dispersion <= 1 || chance >= 0.5) return chance;
  return normalTail(normalQuantile(Math.max(chance, 1e-300)) / Math.sqrt(dispersion));
}

/** How much the rates, or the odds, of an ordinary month differ from another's for no reason: 15 %. */
const ORDINARY_SPREAD = 0.15;
/** That is worth as much as so many windows seen. */
const ORDINARY_WINDOWS = 12;

/**
 * By how much cases clump, as far as is known: Pearson's χ² of `degrees` degrees of freedom (McCullagh and Nelder
 * 1989, 4.5), which a few windows tell badly, averaged with what is ordinary. `information`: the inverse of the
 * variance that independent cases give the logarithm of the rate, or odds, of the window that is judged, at most of
 * an ordinary month; for counts their mean.
 */
export function dispersionOf(chi2: number, degrees: number, information: number): number {
  const ordinary = 1 + ORDINARY_SPREAD ** 2 * information;
  return (ORDINARY_WINDOWS * ordinary + chi2) / (ORDINARY_WINDOWS + degrees);
}
