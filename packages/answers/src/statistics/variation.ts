/** What one did in one interval: how much, of how many (or of how much of the interval). */
export interface Step {
  amount: number;
  of: number;
}

/**
 * How far chance moves a mean of one observation: the mean square within each, of means of intervals weighted by how many
 * these are of, which of independent observations has their variance as its expectation (one-way analysis of variance).
 * Null where no two intervals of one can be compared.
 */
export function varianceOfOne(each: readonly (readonly Step[])[]): number | null {
  let squares = 0;
  let freedom = 0;
  for (const all of each) {
    const steps = all.filter(({ of }) => of > 0);
    if (steps.length < 2) continue;
    const mean = total(steps, 'amount') / total(steps, 'of');
    for (const { amount, of } of steps) squares += of * (amount / of - mean) ** 2;
    freedom += steps.length - 1;
  }
  return freedom === 0 ? null : squares / freedom;
}

/**
 * How far chance moves a total, as the variance of a total of 1: Pearson's χ² of who × interval over its degrees of freedom,
 * as of counts that vary more than those of Poisson (quasi-likelihood: McCullagh and Nelder 1989, Generalized Linear Models,
 * 9.2.4). What all have less of in one interval, such as a holiday, is no chance. The steps of each are of the same intervals.
 * Null where there is nothing to compare.
 */
export function dispersionOf(each: readonly (readonly Step[])[]): number | null {
  const intervals = each[0]?.length ?? 0;
  const usual = Array.from({ length: intervals }, (_, i) => {
    const steps = each.map((steps) => steps[i]!);
    return ratio(total(steps, 'amount'), total(steps, 'of'));
  });
  let chi2 = 0;
  let cells = 0;
  let rows = 0;
  for (const steps of each) {
    const own = ratio(
      total(steps, 'amount'),
      steps.reduce((sum, { of }, i) => sum + of * usual[i]!, 0),
    );
    if (own === 0) continue;
    rows += 1;
    for (const [i, { amount, of }] of steps.entries()) {
      const expected = own * of * usual[i]!;
      if (expected === 0) continue;
      cells += 1;
      chi2 += (amount - expected) ** 2 / expected;
    }
  }
  const freedom = cells - rows - usual.filter((rate) => rate > 0).length + 1;
  return cells === 0 || freedom <= 0 ? null : chi2 / freedom;
}

const ratio = (amount: number, of: number): number => (of > 0 ? amount / of : 0);
const total = (steps: readonly Step[], what: keyof Step): number =>
  steps.reduce((sum, step) => sum + step[what], 0);
