import { quantitiesIn, readsBefore } from '@tallyboard/metrics/formula';
import type { Metric } from '@tallyboard/metrics/metric';
import type { Quantity } from '@tallyboard/metrics/quantity';
import type { Judgement } from '../alert.js';
import type { Span } from '../numbers/ledger.js';
import type { Numbers, View } from '../numbers/view.js';
import { durationMoved } from '../statistics/durations.js';
import { rateMoved } from '../statistics/rates.js';
import { type Look, leastByChance } from '../statistics/scan.js';
import { shareMoved } from '../statistics/shares.js';
import type { Direction, Verdict } from '../statistics/verdict.js';
import { sameHours } from './change.js';
import { type Condition, ofInstant } from './condition.js';
import { histogramBehind, openingsOf } from './openings.js';
import { pastInWords, type TrendOptions } from './past.js';
import { waits } from './waits.js';

const WEEK = 604_800;
const DAY = 86_400;

/**
 * More, or less, than chance explains. The test is that of what the metric is made of: a rate over those who could leave, a
 * share of cases, waiting times of which the slow ones are not over yet, durations, or a count.
 */
export function trend(metric: Metric, direction: Direction, options: TrendOptions): Condition {
  const { formula } = metric;
  const histogram = histogramBehind(quantitiesIn(formula));
  const cases = histogram && openingsOf(histogram);
  if (histogram && cases) return waits({ histogram, cases }, direction, options);
  if (histogram)
    return scanned(direction, options, [histogram], (view, margin) => ({
      usual: (spans) => meanOf(spans.map((span) => view.numbers(span))),
      test: (current, before) =>
        durationMoved(
          direction,
          view.histogram(histogram, current),
          before.map((span) => view.histogram(histogram, span)),
          margin,
        ),
    }));
  if (formula.isShare && readsBefore(formula))
    return scanned(direction, options, [], (view, margin) => {
      const rate = (span: Span) => {
        const { numerator, denominator } = view.numbers(span);
        return { events: numerator ?? 0, exposure: ((denominator ?? 0) * (span.to - span.from)) / DAY };
      };
      return {
        usual: (spans) => {
          const rates = spans.map(rate);
          const exposure = rates.reduce((sum, each) => sum + each.exposure, 0);
          const events = rates.reduce((sum, each) => sum + each.events, 0);
          return exposure === 0 ? null : (events / exposure) * (options.windowSeconds / DAY);
        },
        test: (current, before) =>
          rateMoved(
            direction,
            rate(current),
            before.map(rate).filter(({ exposure }) => exposure > 0),
            margin,
          ),
      };
    });
  if (formula.isShare)
    return scanned(direction, options, [], (view, margin) => {
      const share = (span: Span) => {
        const { numerator, denominator } = view.numbers(span);
        return { hits: numerator ?? 0, n: denominator ?? 0 };
      };
      return {
        usual: (spans) => {
          const shares = spans.map(share);
          const n = shares.reduce((sum, each) => sum + each.n, 0);
          return n === 0 ? null : shares.reduce((sum, each) => sum + each.hits, 0) / n;
        },
        test: (current, before) => shareMoved(direction, share(current), before.map(share), margin),
      };
    });
  return counts(metric, direction, options);
}

interface Test {
  /** Whether few cases are themselves what is looked for, so that only those before need be enough. */
  isOfCases?: boolean;
  /** What is usual in a window, of the windows before. */
  usual(before: readonly Span[]): number | null;
  test(current: Span, before: readonly Span[]): Verdict;
}

/** Of a window of a week or more, parts and multiples of it are looked at too: a jump is seen in weeks, a creep in half a year. */
const SCANNED = [0.5, 1, 2, 3.25, 6.5];

function scanned(
  direction: Direction,
  options: TrendOptions,
  reads: readonly Quantity[],
  testOf: (view: View, margin: number) => Test,
): Condition {
  const { windowOf, windowSeconds, windows, minN, margin } = options;
  const isLong = windowSeconds >= WEEK;
  const lengths = isLong
    ? SCANNED.map((factor) => Math.round((windowSeconds * factor) / DAY) * DAY)
    : [windowSeconds];
  /** The windows before the current one, from old to new. */
  const pastOf = (at: number, seconds: number): Span[] =>
    isLong
      ? before(windowOf(at, seconds).from, windowSeconds, windows, windowOf)
      : sameHours(at, windows, options);
  const looksAt = ofInstant((at) => {
    const looks = lengths.map((length) => ({
      length,
      current: windowOf(at, length),
      past: pastOf(at, length),
    }));
    const own = looks.find(({ length }) => length === windowSeconds);
    return { window: own?.current ?? windowOf(at), usual: own?.past ?? pastOf(at, windowSeconds), looks };
  });
  return {
    reads,
    spans: ofInstant((at) => {
      const { window, looks } = looksAt(at);
      return [window, ...looks.flatMap(({ current, past }) => [current, ...past])];
    }),
    isFine: false,
    words: `${direction} against ${pastInWords(options)}, by more than chance explains`,
    isSureEarly: false,
    judge(at, view) {
      const so = looksAt(at);
      const seen = seenOnce(view);
      const { usual, test, isOfCases = false } = testOf(seen, margin);
      const looks: Look[] = [];
      for (const { length, current, past: all } of so.looks) {
        // Where the data begin there is less to compare with.
        const past = all.filter((span) => seen.numbers(span).n > 0);
        const cases = past.reduce((sum, span) => sum + seen.numbers(span).n, 0);
        const isFew = !isOfCases && seen.numbers(current).n < minN;
        if (past.length < 2 || isFew || cases < minN) continue;
        looks.push({ length, verdict: test(current, past) });
      }
      const now = seen.numbers(so.window);
      return judgementOf(so.window, now, usual(so.usual), leastByChance(looks), options);
    },
  };
}

/** Tests ask for the numbers of a span several times. */
function seenOnce(view: View): View {
  const seen = new Map<Span, Numbers>();
  return {
    ...view,
    numbers(span) {
      let known = seen.get(span);
      if (!known) {
        known = view.numbers(span);
        seen.set(span, known);
      }
      return known;
    },
  };
}

function before(end: number, seconds: number, windows: number, windowOf: TrendOptions['windowOf']): Span[] {
  const spans: Span[] = [];
  let to = end;
  for (let i = 0; i < windows; i += 1) {
    const { from } = shifted(windowOf, to, seconds);
    spans.unshift({ from, to });
    to = from;
  }
  return spans;
}

/** A window that ends exactly there, whatever a metric waits for after the present one. */
function shifted(windowOf: TrendOptions['windowOf'], to: number, seconds: number): Span {
  const back = to - windowOf(to, seconds).to;
  return windowOf(to + back, seconds);
}

/** Counts, sums and levels: against those of before, as much as these vary among themselves. */
function counts(metric: Metric, direction: Direction, options: TrendOptions): Condition {
  const { minN } = options;
  return scanned(direction, options, [], (view, margin) => ({
    isOfCases: direction === 'falling',
    usual: (spans) => meanOf(spans.map((span) => ({ ...view.numbers(span), n: 1 }))),
    test: (current, past) => {
      const rate = (span: Span) => ({
        events: Math.max(0, view.numbers(span).value ?? 0),
        exposure: lengthOf(span),
      });
      // Sums are in some unit: of what a case is worth.
      const all = past.map((span) => view.numbers(span));
      const n = all.reduce((sum, each) => sum + each.n, 0);
      const total = all.reduce((sum, each) => sum + Math.abs(each.value ?? 0), 0);
      const unit = metric.formula.kind === 'sum' && n > 0 && total > 0 ? total / n : 1;
      const scaled = ({ events, exposure }: ReturnType<typeof rate>) => ({ events: events / unit, exposure });
      const verdict = rateMoved(
        direction,
        scaled(rate(current)),
        past.map((span) => scaled(rate(span))),
        margin,
      );
      return n / Math.max(1, past.length) < minN ? { ...verdict, chance: 1 } : verdict;
    },
  }));
}

const lengthOf = ({ from, to }: Span): number => (to - from) / DAY;

function judgementOf(
  window: Span,
  now: Numbers,
  usual: number | null,
  look: Look | null,
  options: TrendOptions,
): Judgement {
  return {
    holds: look === null ? null : look.verdict.chance < options.chance,
    value: now.value,
    n: now.n,
    from: window.from,
    to: window.to,
    against: { value: usual, n: null, words: pastInWords(options) },
    chance: look?.verdict.chance ?? null,
  };
}

/** The mean of the values, each as often as it has cases. */
function meanOf(all: readonly Pick<Numbers, 'value' | 'n'>[]): number | null {
  const known = all.flatMap(({ value, n }) => (value === null || n === 0 ? [] : [{ value, n }]));
  const n = known.reduce((sum, each) => sum + each.n, 0);
  return n === 0 ? null : known.reduce((sum, each) => sum + each.value * each.n, 0) / n;
}
