import { factOf } from '@tallyboard/facts/facts';
import type { Metric } from '@tallyboard/metrics/catalogue';

/** Whether the value is a share of things counted, so that chance alone moves it by a known amount. */
export function isProportion({ unit, fact, formula }: Metric): boolean {
  if (unit !== 'ratio') return false;
  if (formula.kind === 'cohort' || formula.kind === 'within') return true;
  if (formula.kind !== 'ratio' || formula.scale !== undefined) return false;
  const { measures } = factOf(fact);
  return [...formula.numerator, ...formula.denominator].every(
    (term) =>
      term.times !== -1 && measures.some(({ name, type }) => name === term.measure && type === 'count'),
  );
}
