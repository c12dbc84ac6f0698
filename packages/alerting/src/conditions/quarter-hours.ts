import { localTime } from '@tallyboard/calendar/shifts';
import type { Quantity } from '@tallyboard/metrics/quantity';
import type { Span } from '../numbers/ledger.js';
import type { View } from '../numbers/view.js';
import { endsOf } from '../statistics/histogram.js';
import {
  addTo,
  type Began,
  type Cohort,
  joined,
  noScore,
  type Score,
  scoreAmong,
} from '../statistics/waits.js';

const QUARTER = 900;

/** A quarter of an hour in which cases began, and the same one of past weeks. */
interface Quarter extends Span {
  /** A number of the day, in the zone. */
  day: number;
  now: Cohort;
  usual: Cohort;
  /** Each of these weeks against the others; null: nothing began. */
  past: readonly (Score | null)[];
  /** Its score at any instant from now on; null: it may change. */
  settled: Began | null;
}

/** What quarters of one window come to. */
interface Window {
  /** From old to new. */
  quarters: Quarter[];
  /** Cases that began in it, and in those of the weeks before. */
  n: number;
  past: number;
  /** Of each week before, the nearest first: its score against the others, and in how many quarters anything began. */
  weeks: readonly { score: Score; cases: number }[];
}

interface QuarterHoursOptions {
  histogram: Quantity;
  cases: Quantity;
  /** How far back the same quarter is in each of the weeks before, seconds. */
  backs: readonly number[];
  tz: string;
}

/**
 * The quarters of an hour of a window that moves on: what left it is taken away and what came is added, so that the next
 * instant costs little more than what is new. The sums are exact: where it began makes no difference.
 */
export class QuarterHours {
  readonly #cohorts = new Map<number, Cohort>();
  /** What is usual of the quarters of the last week. */
  readonly #usual = new Map<number, Cohort>();
  readonly #areEvenWeeks: boolean;
  #window: Window;

  constructor(
    private readonly view: View,
    private readonly options: QuarterHoursOptions,
  ) {
    this.#window = this.#empty();
    const { backs } = options;
    this.#areEvenWeeks = backs.every((back, i) => back === (i + 1) * backs[0]!);
  }

  /** The same object for each window, until it moves on. */
  movedTo({ from, to }: Span): Window {
    const { quarters } = this.#window;
    const [first, last] = [quarters[0]?.from ?? from, quarters.at(-1)?.to ?? from];
    if (from < first || from > last || to < last) this.#window = this.#empty();
    const window = this.#window;
    while (window.quarters.length > 0 && window.quarters[0]!.from < from)
      this.#count(window.quarters.shift()!, -1);
    for (let next = window.quarters.at(-1)?.to ?? from; next < to; next += QUARTER) {
      const quarter = this.#quarterAt(next);
      window.quarters.push(quarter);
      this.#count(quarter, 1);
    }
    return window;
  }

  #empty(): Window {
    return {
      quarters: [],
      n: 0,
      past: 0,
      weeks: this.options.backs.map(() => ({ score: noScore(), cases: 0 })),
    };
  }

  #count({ now, usual, past }: Quarter, sign: 1 | -1): void {
    this.#window.n += sign * now.begun;
    this.#window.past += sign * usual.begun;
    for (const [i, score] of past.entries())
      if (score) {
        addTo(this.#window.weeks[i]!.score, score, sign);
        this.#window.weeks[i]!.cases += sign;
      }
  }

  #quarterAt(from: number): Quarter {
    const { backs, tz } = this.options;
    const weeks = backs.map((back) => this.#cohort(from - back));
    const usual = this.#usualAt(from, weeks);
    return {
      from,
      to: from + QUARTER,
      day: dayOf(from, tz),
      now: this.#cohort(from),
      usual,
      past: weeks.map((own) => (own.begun === 0 ? null : scoreAmong(own, usual))),
      settled: null,
    };
  }

  /** Those of past weeks together: as a week earlier, with the week that came and without the one that is too long ago. */
  #usualAt(from: number, weeks: readonly Cohort[]): Cohort {
    const { backs } = this.options;
    const aWeekAgo = from - (backs[0] ?? 0);
    const before = this.#areEvenWeeks ? this.#usual.get(aWeekAgo) : undefined;
    const usual = before
      ? joined(joined(before, weeks[0]!), this.#cohort(aWeekAgo - backs.at(-1)!), -1)
      : weeks.reduce((all, own) => joined(all, own), NOBODY);
    this.#usual.set(from, usual);
    this.#usual.delete(aWeekAgo);
    return usual;
  }

  #cohort(from: number): Cohort {
    let cohort = this.#cohorts.get(from);
    if (!cohort) {
      const { cases, histogram } = this.options;
      const span = { from, to: from + QUARTER };
      const begun = this.view.sum(cases, span);
      cohort = begun === 0 ? NOBODY : { begun, ended: endsOf(this.view.histogram(histogram, span)) };
      this.#cohorts.set(from, cohort);
    }
    return cohort;
  }
}

const NOBODY: Cohort = { begun: 0, ended: [] };

/** By zone and quarter. */
const days = new Map<string, Map<number, number>>();
const MOST_DAYS = 100_000;

function dayOf(at: number, tz: string): number {
  const known = days.get(tz) ?? new Map<number, number>();
  days.set(tz, known);
  if (known.size > MOST_DAYS) known.clear();
  const quarter = Math.floor(at / QUARTER);
  let day = known.get(quarter);
  if (day === undefined) {
    day = Date.parse(localTime(at, tz).date) / 86_400_000;
    known.set(quarter, day);
  }
  return day;
}
