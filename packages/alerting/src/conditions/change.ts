import { weeksFrom } from '@tallyboard/calendar/shifts';
import type { Metric } from '@tallyboard/metrics/metric';
import type { Judgement } from '../alert.js';
import type { Span } from '../numbers/ledger.js';
import { amount } from '../words/amounts.js';
import { type Condition, ofInstant } from './condition.js';

interface Windowed {
  windowOf(at: number): Span;
  minN: number;
  tz: string;
}

/** The same weekday and hours of each of so many weeks before, the nearest first. */
export const sameHours = (
  at: number,
  weeks: number,
  { windowOf, tz }: Pick<Windowed, 'windowOf' | 'tz'>,
): Span[] => Array.from({ length: weeks }, (_, i) => windowOf(weeksFrom(at, -(i + 1), tz)));

/** The value of the window against the mean of the same hours of past weeks; half of these must have been counted at all. */
export function change(
  metric: Metric,
  { by, weeks = 4 }: { by: number; weeks?: number | undefined },
  windowed: Windowed,
): Condition {
  const { windowOf, minN } = windowed;
  const size = amount(Math.abs(by), 'ratio');
  const compared = `the same hours of ${weeks} weeks`;
  const spans = ofInstant((at) => [windowOf(at), ...sameHours(at, weeks, windowed)]);
  return {
    reads: [],
    spans,
    isFine: false,
    words: `${size} ${by > 0 ? 'above' : 'below'} the same hours of the last ${weeks} weeks`,
    isSureEarly: false,
    judge(at, view) {
      const [window, ...before] = spans(at) as [Span, ...Span[]];
      const now = view.numbers(window);
      const past = before.map((span) => view.numbers(span));
      const known = past.flatMap(({ value, n }) => (value === null || n === 0 ? [] : [{ value, n }]));
      const n = known.reduce((sum, each) => sum + each.n, 0);
      const mean = known.reduce((sum, each) => sum + each.value, 0) / known.length;
      const found = (holds: boolean | null): Judgement => ({
        holds,
        value: now.value,
        n: now.n,
        from: window.from,
        to: window.to,
        against: { value: known.length === 0 ? null : mean, n, words: compared },
        chance: null,
      });
      // A count may be nothing at all now; what it is compared with may not.
      const cases = metric.formula.kind === 'count' ? Math.max(now.n, n / Math.max(1, known.length)) : now.n;
      if (now.value === null || known.length < weeks / 2 || mean === 0 || cases < minN || n < minN)
        return found(null);
      const moved = now.value / mean - 1;
      return found(by > 0 ? moved > by : moved < by);
    },
  };
}

/** Nothing where past weeks had something: in at least half of them as much as is usual. */
export function missing(usual: number, windowed: Windowed): Condition {
  const spans = ofInstant((at) => [windowed.windowOf(at), ...sameHours(at, WEEKS, windowed)]);
  return {
    reads: [],
    spans,
    isFine: false,
    words: `nothing, where the same hours of past weeks had at least ${usual}`,
    isSureEarly: false,
    judge(at, view) {
      const [window, ...before] = spans(at) as [Span, ...Span[]];
      const { value, n } = view.numbers(window);
      const past = before.map((span) => view.numbers(span).n);
      const middle = past.toSorted((a, b) => a - b)[Math.floor((past.length - 1) / 2)]!;
      return {
        ...window,
        value,
        n,
        against: {
          value: middle,
          n: past.reduce((sum, each) => sum + each, 0),
          words: `the same hours of ${WEEKS} weeks`,
        },
        chance: null,
        holds: middle < usual ? null : n === 0,
      };
    },
  };
}

const WEEKS = 4;
