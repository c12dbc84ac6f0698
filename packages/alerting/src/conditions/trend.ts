import { quantitiesIn, readsBefore } from '@tallyboard/metrics/formula';
import type { Metric } from '@tallyboard/metrics/metric';
import type { Quantity } from '@tallyboard/metrics/quantity';
import type { Judgement } from '../alert.js';
import type { Counts, Span } from '../numbers/ledger.js';
import type { Numbers, View } from '../numbers/view.js';
import { type Begun, beforeOf, longer, slower } from '../statistics/durations.js';
import { dispersionOf, type Finding, type Rate, rateMoved, shareMoved } from '../statistics/rates.js';
import { inWords } from '../time/durations.js';
import { sameHours } from './change.js';
import type { Condition } from './condition.js';
import { histogramBehind, openingsOf } from './openings.js';

const WEEK = 604_800;
const DAY = 86_400;
const QUARTER = 900;

export type Direction = 'rising' | 'falling';

export interface TrendOptions {
  margin: number;
  /** How many windows before, or weeks, are compared with. */
  windows: number;
  /** Chance alone may make this much at most; one-sided, of one judgement. */
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
  if (histogram && cases) return waits({ histogram, cases }, options);
  if (histogram) return durations(histogram, direction, options);
  if (formula.isShare) return readsBefore(formula) ? churns(direction, options) : shares(direction, options);
  return counts(metric, direction, options);
}

/** Windows to compare with: the same hours of past weeks of what is shorter than a week, else those right before. */
function pastOf(at: number, options: TrendOptions): Span[] {
  const { windowSeconds, windows, windowOf } = options;
  if (windowSeconds < WEEK) return sameHours(at, windows, options);
  return before(at, windowSeconds, windows, windowOf);
}

function before(at: number, seconds: number, windows: number, windowOf: TrendOptions['windowOf']): Span[] {
  const spans: Span[] = [];
  for (let end = windowOf(at, seconds).from; spans.length < windows; end = spans.at(-1)!.from)
    spans.push(windowOf(end, seconds));
  return spans;
}

const pastInWords = ({ windowSeconds, windows }: TrendOptions): string =>
  windowSeconds < WEEK
    ? `the same hours of the last ${windows} weeks`
    : `the ${inWords(windows * windowSeconds)} before`;

const trendInWords = (direction: Direction, options: TrendOptions): string =>
  `${direction} against ${pastInWords(options)}, by more than chance explains`;

/** Parts of the window that are looked at too, and multiples of it: a jump is seen in weeks, a creep in a year. */
const SCANNED = [0.25, 0.5, 1, 2, 4];

/** A rate of leaving: those who left over those who could. Several lengths of time are tried, and the chance counts them all. */
function churns(direction: Direction, options: TrendOptions): Condition {
  const { windowOf, windowSeconds, windows, minN, margin } = options;
  const lengths = SCANNED.map((factor) => Math.round((windowSeconds * factor) / DAY) * DAY).filter(
    (s) => s > 0,
  );
  const pastFor = (at: number, seconds: number) =>
    before(at, seconds, Math.max(2, Math.round((windows * windowSeconds) / seconds)), windowOf);
  const rate = (view: View, span: Span): Rate => {
    const { numerator, denominator } = view.numbers(span);
    return { events: numerator ?? 0, exposure: ((denominator ?? 0) * (span.to - span.from)) / DAY };
  };
  return {
    reads: [],
    spans: (at) => lengths.flatMap((seconds) => [windowOf(at, seconds), ...pastFor(at, seconds)]),
    words: trendInWords(direction, options),
    isSureEarly: false,
    judge(at, view) {
      const window = windowOf(at);
      const now = view.numbers(window);
      let best: { finding: Finding; past: Rate; length: number } | null = null;
      for (const seconds of lengths) {
        const past = pastFor(at, seconds).map((span) => rate(view, span));
        const all = added(past);
        const current = rate(view, windowOf(at, seconds));
        if (all.events < LEAST_EVENTS || current.events + all.events < minN) continue;
        const dispersion =
          seconds === windowSeconds || past.length >= 4 ? Math.min(MOST_DISPERSION, dispersionOf(past)) : 1;
        const finding = rateMoved(current, all, { margin, direction, dispersion });
        if (!best || finding.chance < best.finding.chance) best = { finding, past: all, length: seconds };
      }
      const days = (window.to - window.from) / DAY;
      return {
        ...window,
        value: now.value,
        n: now.n,
        against: best && {
          value: (best.past.events / best.past.exposure) * days,
          n: best.past.events,
          words: pastInWords(options),
        },
        chance: best?.finding.chance ?? null,
        holds: best === null ? null : best.finding.chance <= options.chance,
      };
    },
  };
}

/** With fewer events before, nothing is known of what is usual. */
const LEAST_EVENTS = 5;
const MOST_DISPERSION = 3;

const added = (rates: readonly Rate[]): Rate => ({
  events: rates.reduce((sum, { events }) => sum + events, 0),
  exposure: rates.reduce((sum, { exposure }) => sum + exposure, 0),
});

function shares(direction: Direction, options: TrendOptions): Condition {
  const { windowOf, minN, margin } = options;
  return compared(direction, options, (at, view, found) => {
    const now = view.numbers(windowOf(at));
    const past = pastOf(at, options).map((span) => view.numbers(span));
    const [part, whole] = [sum(past, 'numerator'), sum(past, 'denominator')];
    if ((now.denominator ?? 0) < minN || whole < minN) return found(now, null, whole, null);
    const { chance } = shareMoved(
      { part: now.numerator ?? 0, whole: now.denominator ?? 0 },
      { part, whole },
      { margin, direction },
    );
    return found(now, part / whole, whole, chance);
  });
}

/** Counts, sums and levels: over the counts of before, as much as these vary among themselves. */
function counts(metric: Metric, direction: Direction, options: TrendOptions): Condition {
  const { windowOf, minN, margin } = options;
  return compared(direction, options, (at, view, found) => {
    const now = view.numbers(windowOf(at));
    const past = pastOf(at, options).map((span) => view.numbers(span));
    const values = past.map(({ value }) => ({ events: value ?? 0, exposure: 1 }));
    const all = added(values);
    const mean = all.events / values.length;
    if (now.value === null || values.length < 3 || sum(past, 'n') / values.length < minN || all.events <= 0)
      return found(now, mean, sum(past, 'n'), null);
    const dispersion =
      metric.formula.kind === 'count' ? dispersionOf(values) : Math.max(dispersionOf(values), mean / 100);
    const { chance } = rateMoved({ events: now.value, exposure: 1 }, all, { margin, direction, dispersion });
    return found(now, mean, sum(past, 'n'), chance);
  });
}

function durations(histogram: Quantity, direction: Direction, options: TrendOptions): Condition {
  const { windowOf, minN, margin } = options;
  return compared(
    direction,
    options,
    (at, view, found) => {
      const window = windowOf(at);
      const now = view.numbers(window);
      const past = pastOf(at, options);
      const before = merged(past.map((span) => view.histogram(histogram, span)));
      const all = past.map((span) => view.numbers(span));
      const n = sum(all, 'n');
      if (now.n < minN || n < minN) return found(now, null, n, null);
      const known = all.flatMap(({ value, n: of }) => (value === null ? [] : [{ value, of }]));
      const mean = known.reduce((total, { value, of }) => total + value * of, 0) / n;
      const { chance } = longer(view.histogram(histogram, window), before, { margin, direction });
      return found(now, mean, n, chance);
    },
    [histogram],
  );
}

/**
 * Times of waiting, of cases that count where they began: who should have been answered by now, at the speed of before,
 * against who was. Whoever waits still belongs to it.
 */
function waits(
  { histogram, cases }: { histogram: Quantity; cases: Quantity },
  options: TrendOptions,
): Condition {
  const { windowOf, minN, margin } = options;
  const quarters = ({ from, to }: Span): Span[] => {
    const spans: Span[] = [];
    for (let start = from; start < to; start += QUARTER) spans.push({ from: start, to: start + QUARTER });
    return spans;
  };
  const begun = (view: View, window: Span): Begun[] =>
    quarters(window).map((span) => ({
      cases: view.sum(cases, span),
      took: view.histogram(histogram, span),
      ageMs: (window.to - span.to) * 1_000,
    }));
  const count = (parts: readonly Begun[]) => parts.reduce((total, each) => total + each.cases, 0);
  return {
    reads: [histogram, cases],
    spans: (at) => [windowOf(at), ...pastOf(at, options)].flatMap((window) => [window, ...quarters(window)]),
    words: `slower than in ${pastInWords(options)}, by more than chance explains`,
    isSureEarly: false,
    judge(at, view) {
      const window = windowOf(at);
      const now = begun(view, window);
      const past = pastOf(at, options)
        .map((span) => begun(view, span))
        .filter((each) => count(each) > 0);
      const before = past.flat();
      const { value } = view.numbers(window);
      const found = { ...window, value, n: count(now), against: null, chance: null };
      if (count(now) < minN || past.length < 3 || count(before) < minN) return { ...found, holds: null };
      const dispersion = waitingDispersion(past);
      const { chance, ended, expected } = slower(now, beforeOf(before), { margin, dispersion });
      return {
        ...found,
        chance,
        against: {
          value: null,
          n: count(before),
          words: `${Math.round(ended)} of ${count(now)} answered where ${Math.round(Math.min(expected, count(now)))} would have been at the speed of ${pastInWords(options)}`,
        },
        holds: chance <= options.chance,
      };
    },
  };
}

/** How much more than chance whole windows differ from each other: one slow day slows all of its cases. */
function waitingDispersion(past: readonly Begun[][]): number {
  const all = beforeOf(past.flat());
  const each = past.map((window) => slower(window, all, { margin: 0 }));
  const known = each.filter(({ expected }) => expected > 0);
  if (known.length < 3) return 1;
  const pearson = known.reduce((sum, { ended, expected }) => sum + (ended - expected) ** 2 / expected, 0);
  return Math.max(1, pearson / (known.length - 1));
}

type Found = (now: Numbers, against: number | null, n: number, chance: number | null) => Judgement;

function compared(
  direction: Direction,
  options: TrendOptions,
  judge: (at: number, view: View, found: Found) => Judgement,
  reads: readonly Quantity[] = [],
): Condition {
  const { windowOf } = options;
  return {
    reads,
    spans: (at) => [windowOf(at), ...pastOf(at, options)],
    words: trendInWords(direction, options),
    isSureEarly: false,
    judge: (at, view) =>
      judge(at, view, (now, against, n, chance) => ({
        ...windowOf(at),
        value: now.value,
        n: now.n,
        against: { value: against, n, words: pastInWords(options) },
        chance,
        holds: chance === null ? null : chance <= options.chance,
      })),
  };
}

const sum = (all: readonly Numbers[], of: 'numerator' | 'denominator' | 'n'): number =>
  all.reduce((total, each) => total + (each[of] ?? 0), 0);

function merged(all: readonly Counts[]): Counts {
  const counts = new Map<number, number>();
  for (const each of all) for (const [key, count] of each) counts.set(key, (counts.get(key) ?? 0) + count);
  return counts;
}
