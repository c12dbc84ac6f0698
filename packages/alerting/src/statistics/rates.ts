import { binomialUpper, normalUpper } from './tails.js';

/** Events over an exposure: customers lost of customer-days, calls of hours. */
export interface Rate {
  events: number;
  exposure: number;
}

/** How a test comes out. */
export interface Finding {
  /** One-sided: how probable chance alone makes so much; 1 when nothing can be said. */
  chance: number;
  /** What it is now, as a multiple of what it was; null: there was nothing. */
  ratio: number | null;
}

/**
 * Whether a rate is more than 1 + margin times (rising) or less than 1 ÷ (1 + margin) of (falling) what it was: the exact
 * conditional test of two Poisson rates (Przyborowski and Wilenski, 1940). `dispersion`: variance of the counts over
 * their mean, at least 1; the counts are divided by it (quasi-likelihood).
 */
export function rateMoved(
  now: Rate,
  before: Rate,
  {
    margin,
    direction,
    dispersion = 1,
  }: { margin: number; direction: 'rising' | 'falling'; dispersion?: number },
): Finding {
  if (now.exposure <= 0 || before.exposure <= 0) return { chance: 1, ratio: null };
  const events = (now.events + before.events) / dispersion;
  const ratio = before.events === 0 ? null : now.events / now.exposure / (before.events / before.exposure);
  if (events === 0) return { chance: 1, ratio };
  const most = direction === 'rising' ? 1 + margin : 1 / (1 + margin);
  const share = (now.exposure * most) / (now.exposure * most + before.exposure);
  const chance =
    direction === 'rising'
      ? binomialUpper(now.events / dispersion, events, share)
      : binomialUpper(before.events / dispersion, events, 1 - share);
  return { chance, ratio };
}

/** Variance of counts over equal exposures divided by their mean, at least 1. */
export function dispersionOf(rates: readonly Rate[]): number {
  const used = rates.filter(({ exposure }) => exposure > 0);
  const exposure = used.reduce((sum, each) => sum + each.exposure, 0);
  const events = used.reduce((sum, each) => sum + each.events, 0);
  if (used.length < 3 || events === 0) return 1;
  // Pearson's statistic: Σ (observed − expected)² ÷ expected, over its degrees of freedom.
  const pearson = used.reduce((sum, each) => {
    const expected = (events * each.exposure) / exposure;
    return sum + (each.events - expected) ** 2 / expected;
  }, 0);
  return Math.max(1, pearson / (used.length - 1));
}

/**
 * Whether a share of cases is more than 1 + margin times what it was, or so much less: a z-test of two proportions on
 * Agresti and Caffo's counts (one success and one failure more on either side), which holds for small numbers too.
 */
export function shareMoved(
  now: { part: number; whole: number },
  before: { part: number; whole: number },
  { margin, direction }: { margin: number; direction: 'rising' | 'falling' },
): Finding {
  if (now.whole <= 0 || before.whole <= 0) return { chance: 1, ratio: null };
  const [p1, n1] = [(now.part + 1) / (now.whole + 2), now.whole + 2];
  const [p0, n0] = [(before.part + 1) / (before.whole + 2), before.whole + 2];
  const factor = direction === 'rising' ? 1 + margin : 1 / (1 + margin);
  const difference = direction === 'rising' ? p1 - factor * p0 : factor * p0 - p1;
  const variance = (p1 * (1 - p1)) / n1 + (factor ** 2 * p0 * (1 - p0)) / n0;
  return {
    chance: normalUpper(difference / Math.sqrt(variance)),
    ratio: before.part === 0 ? null : now.part / now.whole / (before.part / before.whole),
  };
}
