import type { Metric } from '@tallyboard/metrics/catalogue';
import { hasOneInterval, readsBefore } from '@tallyboard/metrics/formula';

/** How chance moves a metric: a share of things counted, a mean (or another quotient), or a total. */
export type Sort = 'share' | 'mean' | 'total';

/** What sort of number people are compared by, or why they cannot be. */
export function sortOf({ name, better, dimensions, formula }: Metric): Sort | { why: string } {
  if (!dimensions.includes('rep') || !dimensions.includes('office'))
    return { why: `${name} is not told apart by rep and office` };
  if (better === 'none') return { why: `of ${name} neither more nor less is better` };
  if (hasOneInterval(formula)) return { why: `${name} has no value for each week, by which chance is told` };
  if (formula.isShare) return 'share';
  if (readsBefore(formula)) return { why: `${name} is a stock, and not what was done in a period` };
  if (formula.denominator) return 'mean';
  return formula.kind === 'count' || formula.kind === 'sum'
    ? 'total'
    : { why: `${name} is a percentile, of which chance is not told: take a mean` };
}
