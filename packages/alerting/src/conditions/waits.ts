import { localTime, weeksFrom } from '@tallyboard/calendar/shifts';
import type { Quantity } from '@tallyboard/metrics/quantity';
import type { Span } from '../numbers/ledger.js';
import type { View } from '../numbers/view.js';
import { endsOf } from '../statistics/histogram.js';
import type { Direction } from '../statistics/verdict.js';
import {
  type Began,
  type Cohort,
  joined,
  type Score,
  scanWaits,
  scoreOf,
  spreadOfDays,
  sumOf,
} from '../statistics/waits.js';
import type { Condition } from './condition.js';
import { pastInWords, type TrendOptions } from './past.js';

const WEEK = 604_800;
const DAY = 86_400;
const HOUR = 3_600;
const QUARTER = 900;

/** Windows of these lengths are looked at as far as the rule's window reaches. */
const SCANNED = [HOUR, 2 * HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY];

/** A quarter of an hour in which cases began, and the same one of past weeks. */
interface Slot {
  now: Cohort;
  usual: Cohort;
  /** Each of these weeks against the others. */
  past: readonly Score[];
  /** Once none waits any more, whatever comes. */
  settled: Began | null;
}

/**
 * Times of waiting, of cases that count where they began: who should have been answered by now, at the speed of the same
 * quarters of past weeks, against who was. Whoever waits still belongs to it.
 */
export function waits(
  { histogram, cases }: { histogram: Quantity; cases: Quantity },
  direction: Direction,
  options: TrendOptions,
): Condition {
  const { windowOf, windowSeconds, windows, minN, margin, tz } = options;
  const lengths = [...SCANNED.filter((seconds) => seconds < windowSeconds), windowSeconds];
  /** How far back the same quarter is in each of the weeks before: clocks may have changed in between. */
  const backs = (at: number): number[] =>
    Array.from({ length: windows }, (_, i) => at - weeksFrom(at, -(i + 1), tz));
  const moved = ({ from, to }: Span, back: number): Span => ({ from: from - back, to: to - back });
  const cohort = (view: View, span: Span): Cohort => ({
    begun: view.sum(cases, span),
    ended: endsOf(view.histogram(histogram, span)),
  });
  const slotOf = (view: View, span: Span, back: readonly number[]): Slot => {
    const weeks = back.map((seconds) => cohort(view, moved(span, seconds)));
    const usual = weeks.reduce((sum, each) => (each.begun === 0 ? sum : joined(sum, each)), NOBODY);
    return {
      now: cohort(view, span),
      usual,
      past: weeks.map((own) =>
        own.begun === 0
          ? NOTHING
          : scoreOf(
              { now: own, ageMs: Number.POSITIVE_INFINITY, usual: joined(usual, own, -1) },
              direction,
              0,
            ),
      ),
      settled: null,
    };
  };
  /** Of one reading of cells, by clocks and quarter; what many instants look at is made once. */
  const known = new WeakMap<View, Map<string, Map<number, Slot>>>();
  return {
    reads: [histogram, cases],
    spans(at) {
      const window = windowOf(at);
      const slots = quarters(window);
      return [window, ...slots, ...backs(at).flatMap((back) => slots.map((slot) => moved(slot, back)))];
    },
    words: `${direction === 'rising' ? 'slower' : 'quicker'} than in ${pastInWords(options)}, by more than chance explains`,
    isSureEarly: false,
    judge(at, view) {
      const window = windowOf(at);
      const back = backs(at);
      const byClock = known.get(view) ?? new Map<string, Map<number, Slot>>();
      known.set(view, byClock);
      const clock = back.map((seconds, i) => seconds - (i + 1) * WEEK).join();
      const made = byClock.get(clock) ?? new Map<number, Slot>();
      byClock.set(clock, made);
      const began: Began[] = [];
      const weeks: Score[][] = back.map(() => []);
      let [n, past] = [0, 0];
      for (const span of quarters(window)) {
        const slot = made.get(span.from) ?? slotOf(view, span, back);
        made.set(span.from, slot);
        n += slot.now.begun;
        past += slot.usual.begun;
        for (const [i, score] of slot.past.entries()) if (score !== NOTHING) weeks[i]!.push(score);
        if (slot.settled === null) {
          const ageMs = (window.to - span.to) * 1_000;
          const score = slot.now.begun === 0 ? NOTHING : scoreOf({ ...slot, ageMs }, direction, margin);
          const judged = { from: span.from, day: dayOf(span.from, tz), score };
          if (score.waiting === 0) slot.settled = judged;
          began.push(judged);
        } else began.push(slot.settled);
      }
      const filled = weeks.filter((week) => week.length > 0);
      const found = { ...window, value: view.numbers(window).value, n, against: null, chance: null };
      if (n < minN || filled.length < 2 || past < minN) return { ...found, holds: null };
      const look = scanWaits(direction, began, window.to, lengths, spreadOfDays(filled.map(sumOf)));
      const { observed, expected } = sumOf(began.map(({ score }) => score));
      return {
        ...found,
        chance: look?.verdict.chance ?? null,
        against: {
          // The median of those that are answered says little of those that wait.
          value: null,
          n: past,
          words: `${Math.round(observed)} of ${n} answered by now, where ${Math.round(expected)} would have been as in ${pastInWords(options)}`,
        },
        holds: look === null ? null : look.verdict.chance < options.chance,
      };
    },
  };
}

const NOBODY: Cohort = { begun: 0, ended: [] };
const NOTHING: Score = { n: 0, observed: 0, expected: 0, variance: 0, waiting: 0 };
function quarters({ from, to }: Span): Span[] {
  const spans: Span[] = [];
  for (let start = from; start < to; start += QUARTER) spans.push({ from: start, to: start + QUARTER });
  return spans;
}

const days = new Map<string, number>();

/** A number of the day, in the zone. */
function dayOf(at: number, tz: string): number {
  const key = `${Math.floor(at / QUARTER)}/${tz}`;
  const known = days.get(key);
  if (known !== undefined) return known;
  if (days.size > 100_000) days.clear();
  const day = Date.parse(localTime(at, tz).date) / 86_400_000;
  days.set(key, day);
  return day;
}
