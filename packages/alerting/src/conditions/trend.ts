import { localTime } from '@tallyboard/calendar/shifts';
import { quantitiesIn, readsBefore } from '@tallyboard/metrics/formula';
import type { Metric } from '@tallyboard/metrics/metric';
import type { Quantity } from '@tallyboard/metrics/quantity';
import type { Judgement } from '../alert.js';
import type { Span } from '../numbers/ledger.js';
import type { Numbers, View } from '../numbers/view.js';
import { durationMoved } from '../statistics/durations.js';
import { endsOf } from '../statistics/histogram.js';
import { rateMoved } from '../statistics/rates.js';
import { type Look, leastByChance } from '../statistics/scan.js';
import { shareMoved } from '../statistics/shares.js';
import type { Direction, Verdict } from '../statistics/verdict.js';
import { type Cohort, joined, scanWaits, scoreOf, spreadOfDays, sumOf } from '../statistics/waits.js';
import { inWords } from '../time/durations.js';
import { sameHours } from './change.js';
import type { Condition } from './condition.js';
import { histogramBehind, openingsOf } from './openings.js';

const WEEK = 604_800;
const DAY = 86_400;
const HOUR = 3_600;
const QUARTER = 900;

export interface TrendOptions {
  margin: number;
  /** How many windows before, or weeks, are compared with. */
  windows: number;
  /** Holds when chance explains it with less than this. */
  chance: number;
  minN: number;
  tz: string;
  windowSeconds: number;
  windowOf(at: number, seconds?: number): Span;
}

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
  return {
    reads,
    spans: (at) => [
      windowOf(at),
      ...lengths.flatMap((seconds) => [windowOf(at, seconds), ...pastOf(at, seconds)]),
    ],
    words: `${direction} against ${pastInWords(options)}, by more than chance explains`,
    isSureEarly: false,
    judge(at, view) {
      const window = windowOf(at);
      const { usual, test } = testOf(view, margin);
      const now = view.numbers(window);
      const looks: Look[] = [];
      for (const seconds of lengths) {
        // Where the data begin there is less to compare with.
        const past = pastOf(at, seconds).filter((span) => view.numbers(span).n > 0);
        const current = windowOf(at, seconds);
        const cases = past.reduce((sum, span) => sum + view.numbers(span).n, 0);
        if (past.length < 2 || view.numbers(current).n < minN || cases < minN) continue;
        looks.push({ length: seconds, verdict: test(current, past) });
      }
      return judgementOf(window, now, usual(pastOf(at, windowSeconds)), leastByChance(looks), options);
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

/** Of waits, windows of these lengths are looked at as far as the rule's window reaches. */
const WAITS_SCANNED = [HOUR, 2 * HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY];

/**
 * Times of waiting, of cases that count where they began: who should have been answered by now, at the speed of the same
 * quarters of past weeks, against who was. Whoever waits still belongs to it.
 */
function waits(
  { histogram, cases }: { histogram: Quantity; cases: Quantity },
  direction: Direction,
  options: TrendOptions,
): Condition {
  const { windowOf, windowSeconds, windows, minN, margin, tz } = options;
  const lengths = [...WAITS_SCANNED.filter((seconds) => seconds < windowSeconds), windowSeconds];
  const cohort = (view: View, span: Span): Cohort => ({
    begun: view.sum(cases, span),
    ended: endsOf(view.histogram(histogram, span)),
  });
  const added = (cohorts: readonly Cohort[]): Cohort =>
    cohorts.reduce((sum, each) => joined(sum, each), { begun: 0, ended: [] });
  return {
    reads: [histogram, cases],
    spans: (at) =>
      [windowOf(at), ...sameHours(at, windows, options)].flatMap((window) => [window, ...quarters(window)]),
    words: `${direction === 'rising' ? 'slower' : 'quicker'} than in ${pastInWords(options)}, by more than chance explains`,
    isSureEarly: false,
    judge(at, view) {
      const window = windowOf(at);
      const slots = quarters(window);
      const weeks = sameHours(at, windows, options)
        .map((week) => quarters(week).map((slot) => cohort(view, slot)))
        .filter((week) => week.some(({ begun }) => begun > 0));
      const now = slots.map((slot) => cohort(view, slot));
      const n = now.reduce((sum, { begun }) => sum + begun, 0);
      const found = { ...window, value: view.numbers(window).value, n, against: null, chance: null };
      const past = weeks.flat().reduce((sum, { begun }) => sum + begun, 0);
      if (n < minN || weeks.length < 2 || past < minN) return { ...found, holds: null };
      const usual = slots.map((_, i) => added(weeks.flatMap((week) => week[i] ?? [])));
      const ageOf = ({ to }: Span) => (window.to - to) * 1_000;
      const began = slots.map((slot, i) => ({
        from: slot.from,
        day: dayOf(slot.from, tz),
        score: scoreOf({ now: now[i]!, ageMs: ageOf(slot), usual: usual[i]! }, direction, margin),
      }));
      const spread = spreadOfDays(
        weeks.map((week) =>
          sumOf(
            week.map((own, i) =>
              scoreOf({ now: own, ageMs: ageOf(slots[i]!), usual: joined(usual[i]!, own, -1) }, direction, 0),
            ),
          ),
        ),
      );
      const look = scanWaits(direction, began, window.to, lengths, spread);
      const { observed, expected } = sumOf(began.map(({ score }) => score));
      return {
        ...found,
        chance: look?.verdict.chance ?? null,
        against: {
          value: usualMedian(usual),
          n: past,
          words: `${Math.round(observed)} of ${n} answered by now, where ${Math.round(expected)} would have been as in ${pastInWords(options)}`,
        },
        holds: look === null ? null : look.verdict.chance < options.chance,
      };
    },
  };
}

/** The middle of the usual waits, as far as they have ended. */
function usualMedian(usual: readonly Cohort[]): number | null {
  const { ended } = usual.reduce((sum, each) => joined(sum, each), { begun: 0, ended: [] } as Cohort);
  const all = ended.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [wait, count] of ended) {
    seen += count;
    if (seen >= all / 2) return wait;
  }
  return null;
}

function quarters({ from, to }: Span): Span[] {
  const spans: Span[] = [];
  for (let start = from; start < to; start += QUARTER) spans.push({ from: start, to: start + QUARTER });
  return spans;
}

/** A number of the day, in the zone. */
const dayOf = (at: number, tz: string): number => Date.parse(localTime(at, tz).date) / 86_400_000;

const pastInWords = ({ windowSeconds, windows }: TrendOptions): string =>
  windowSeconds < WEEK
    ? `the same hours of the last ${windows} weeks`
    : `the ${inWords(windows * windowSeconds)} before`;

function judgementOf(
  window: Span,
  now: Numbers,
  usual: number | null,
  look: Look | null,
  options: TrendOptions,
): Judgement {
  return {
    ...window,
    value: now.value,
    n: now.n,
    against: { value: usual, n: null, words: pastInWords(options) },
    chance: look?.verdict.chance ?? null,
    holds: look === null ? null : look.verdict.chance < options.chance,
  };
}

/** The mean of the values, each as often as it has cases. */
function meanOf(all: readonly Pick<Numbers, 'value' | 'n'>[]): number | null {
  const known = all.flatMap(({ value, n }) => (value === null || n === 0 ? [] : [{ value, n }]));
  const n = known.reduce((sum, each) => sum + each.n, 0);
  return n === 0 ? null : known.reduce((sum, each) => sum + each.value * each.n, 0) / n;
}
