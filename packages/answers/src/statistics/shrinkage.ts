/** What was observed of one of several, and how far chance alone moves it: its variance. */
export interface Observed {
  value: number;
  variance: number;
}

/** What one of several is taken to be, given what was observed of all. */
export interface Shrunk {
  estimate: number;
  /** Its 95 % interval. */
  low: number;
  high: number;
  /** How much of the estimate is that of all: 0 none, 1 everything. */
  pooled: number;
}

/** Of fewer than so many nothing can be said of how much they differ. */
export const LEAST_SHRUNK = 4;
/** The 95 % quantile, two-sided, of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Each of several drawn towards what is usual of all, the more the less is known of it: the empirical Bayes estimate of
 * Morris 1983 ("Parametric Empirical Bayes Inference", JASA 78, 47-55, section 5), with the variance between them by
 * moments (DerSimonian and Laird 1986, "Meta-analysis in Clinical Trials"). Of equal variances it is the estimate of James
 * and Stein towards the mean of all, as in Efron and Morris 1977. Null of fewer than four.
 */
export function shrunk(observed: readonly Observed[]): { usual: number; each: Shrunk[] } | null {
  const k = observed.length;
  if (k < LEAST_SHRUNK) return null;
  const between = varianceBetween(observed);
  const weights = observed.map(({ variance }) => 1 / (variance + between));
  const all = sum(weights);
  const usual = sum(observed.map(({ value }, i) => weights[i]! * value)) / all;
  const typical = sum(observed.map(({ variance }, i) => weights[i]! * variance)) / all;
  const each = observed.map(({ value, variance }, i) => {
    const pooled = ((k - 3) / (k - 1)) * variance * weights[i]!;
    const estimate = usual + (1 - pooled) * (value - usual);
    // That the usual is estimated as well, and how much all differ.
    const ofUsual = variance * (1 - (1 - weights[i]! / all) * pooled);
    const ofBetween = (2 / (k - 3)) * pooled ** 2 * (typical + between) * weights[i]! * (value - usual) ** 2;
    const half = Z * Math.sqrt(ofUsual + ofBetween);
    return { estimate, low: estimate - half, high: estimate + half, pooled };
  });
  return { usual, each };
}

/** By how much several differ beyond chance, as a variance: what of their scatter their own variances do not explain. */
export function varianceBetween(observed: readonly Observed[]): number {
  const weights = observed.map(({ variance }) => 1 / variance);
  const all = sum(weights);
  const mean = sum(observed.map(({ value }, i) => weights[i]! * value)) / all;
  const scatter = sum(observed.map(({ value }, i) => weights[i]! * (value - mean) ** 2));
  const left = all - sum(weights.map((weight) => weight ** 2)) / all;
  return left > 0 ? Math.max(0, (scatter - (observed.length - 1)) / left) : 0;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
