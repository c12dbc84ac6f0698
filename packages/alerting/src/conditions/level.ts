import { quantitiesIn } from '@tallyboard/metrics/formula';
import type { Metric } from '@tallyboard/metrics/metric';
import type { Quantity } from '@tallyboard/metrics/quantity';
import type { Judgement } from '../alert.js';
import { totalOf, widthOf } from '../numbers/histogram.js';
import type { Span } from '../numbers/ledger.js';
import type { View } from '../numbers/view.js';
import { amount } from '../words/amounts.js';
import { type Condition, ofInstant } from './condition.js';
import { openingsOf } from './openings.js';

/** The value of the window against a level. */
export function level(
  metric: Metric,
  side: 'above' | 'below',
  limit: number,
  { windowOf, minN }: { windowOf(at: number): Span; minN: number },
): Condition {
  const holds = (value: number) => (side === 'above' ? value > limit : value < limit);
  const waiting = quantileOfWaiting(metric);
  // Whoever began `limit` ago has been answered by now or is too late: nothing that comes changes that.
  const back = waiting ? Math.ceil(limit / 1_000 / 900) * 900 : 0;
  const span = ofInstant((at): Span => {
    const { from, to } = windowOf(at);
    return { from: from - back, to: to - back };
  });
  const against = { value: limit, n: null, words: 'the level' };
  return {
    reads: waiting ? [waiting.cases] : [],
    spans: (at) => [span(at)],
    isFine: false,
    words: `${side} ${amount(limit, metric.unit)}`,
    isSureEarly: side === 'above' && isGrowing(metric) && limit >= 0,
    judge(at, view) {
      const window = span(at);
      const { value, n } = view.numbers(window);
      // Field by field: of a million judgements copying took most of the time.
      const found = (holds: boolean | null, cases = n): Judgement => ({
        holds,
        value,
        n: cases,
        from: window.from,
        to: window.to,
        against,
        chance: null,
      });
      if (waiting) {
        const over = shareOver(waiting, limit, window, view);
        const all = view.sum(waiting.cases, window);
        if (all < minN || over === null) return found(null, all);
        const isAbove = over > 1 - waiting.q;
        return found(side === 'above' ? isAbove : !isAbove && value !== null, all);
      }
      return found(value === null || n < minN ? null : holds(value));
    },
  };
}

/** A quantile of durations of cases that count where they began, so that those still waiting belong to it. */
function quantileOfWaiting(metric: Metric): { histogram: Quantity; cases: Quantity; q: number } | null {
  const histogram = quantitiesIn(metric.formula).find(({ reading }) => reading.as === 'quantile');
  if (histogram?.reading.as !== 'quantile') return null;
  const cases = openingsOf(histogram);
  return cases && { histogram, cases, q: histogram.reading.q };
}

function shareOver(
  { histogram, cases }: { histogram: Quantity; cases: Quantity },
  limitMs: number,
  window: Span,
  view: View,
): number | null {
  const all = view.sum(cases, window);
  if (all === 0) return null;
  const within = totalOf(
    view.histogram(histogram, window),
    (edge) => edge + (widthOf(edge) - 1) / 2 <= limitMs,
  );
  return (all - within) / all;
}

/** Whether more events can only raise it: counts and sums of what is counted, of the window alone. */
const isGrowing = ({ formula, unit }: Metric): boolean =>
  (formula.kind === 'count' || (formula.kind === 'sum' && unit !== 'money')) &&
  quantitiesIn(formula).every(({ window }) => window === 'interval');
