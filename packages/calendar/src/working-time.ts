import { Temporal } from 'temporal-polyfill';
import { WEEKDAYS, type Weekday } from './dates.js';

/** When work is done, as people say it. */
export interface Schedule {
  /** IANA time zone of hours and days. */
  zone: string;
  /** Of every week, in any order; what overlaps is worked once. Null: none. */
  hours: readonly Hours[] | null;
  /** Local dates, `2026-12-25`, on which nobody works from midnight to midnight. */
  holidays: readonly string[] | null;
}

export interface Hours {
  weekday: Weekday;
  /** Local time, `09:00`. */
  opens: string;
  /** Up to `24:00`; not after `opens`: on the next day. */
  closes: string;
}

/**
 * Working time as a function of the instant, which only grows: what lies between two instants is what it grows by. Of
 * times of day that clocks skip nothing is worked, and what they show twice is worked twice. All in ms; see `workedUntil`.
 */
export interface WorkingTime {
  /** From when on clocks go by `offset`; `base` is what the function is there beside what local time says. */
  changes: readonly { at: number; offset: number; base: number }[];
  /** What is worked of a week, from Monday's midnight on, without overlaps, in order. */
  week: readonly { begins: number; lasts: number }[];
  /** Of holidays, as local time; `base` takes those before into account. The first is none, see NO_DAY. */
  daysOff: readonly { begins: number; ends: number; base: number }[];
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
export const WEEK = 7 * DAY;
/** Added to local time, it makes weeks begin at multiples of one, and no instant since 1780 negative. The epoch began on a Thursday. */
export const FROM_MONDAY = 3 * DAY + 10_000 * WEEK;

/** Before every change of clocks and every holiday. */
const LONG_AGO = -8_640_000_000_000_000;
/** Before the first holiday: nothing is taken off. */
const NO_DAY = { begins: LONG_AGO, ends: -FROM_MONDAY, base: 0 };

/** Changes of clocks that are known by now, or follow from the rules of now. */
const LAST = Date.UTC(2100, 0, 1);

export function workingTime({ zone, hours, holidays }: Schedule): WorkingTime {
  const week = merged((hours ?? []).flatMap(spansOf));
  const daysOff = daysOffOf(holidays ?? [], week);
  const changes: { at: number; offset: number; base: number }[] = [];
  for (const [at, offset] of week.length === 0 ? [] : offsetsOf(zone)) {
    const last = changes.at(-1);
    const base = last
      ? localWork(at + last.offset, week, daysOff) + last.base - localWork(at + offset, week, daysOff)
      : 0;
    changes.push({ at, offset, base });
  }
  return { changes, week, daysOff };
}

/** What is worked until an instant, from some time long ago; 0 of a schedule without hours. Epoch ms, and ms. */
export function workedUntil({ changes, week, daysOff }: WorkingTime, at: number): number {
  const change = changes.findLast((each) => each.at <= at);
  return change ? localWork(at + change.offset, week, daysOff) + change.base : 0;
}

/** The same of local time, were clocks never changed. */
function localWork(local: number, week: WorkingTime['week'], daysOff: WorkingTime['daysOff']): number {
  const day = daysOff.findLast(({ begins }) => begins <= local)!;
  return weeklyWork(local, week) - weeklyWork(Math.min(local, day.ends), week) - day.base;
}

/** The same if there were no holidays. */
function weeklyWork(local: number, week: WorkingTime['week']): number {
  const weeks = Math.floor((local + FROM_MONDAY) / WEEK);
  const since = local + FROM_MONDAY - weeks * WEEK;
  return week.reduce(
    (sum, { begins, lasts }) => sum + weeks * lasts + Math.min(Math.max(since - begins, 0), lasts),
    0,
  );
}

/** `[begins, ends)` in ms of the week; what goes on beyond its end is of its beginning, too. */
function spansOf({ weekday, opens, closes }: Hours): [number, number][] {
  const midnight = WEEKDAYS.indexOf(weekday) * DAY;
  const begins = midnight + timeOf(opens);
  const ends = midnight + timeOf(closes) + (timeOf(closes) <= timeOf(opens) ? DAY : 0);
  return ends <= WEEK
    ? [[begins, ends]]
    : [
        [begins, WEEK],
        [0, ends - WEEK],
      ];
}

function timeOf(text: string): number {
  const [hour, minute] = text.split(':').map(Number) as [number, number];
  return (hour * 60 + minute) * MINUTE;
}

function merged(spans: [number, number][]): { begins: number; lasts: number }[] {
  const parts: { begins: number; lasts: number }[] = [];
  for (const [begins, ends] of spans.sort(([a], [b]) => a - b)) {
    const last = parts.at(-1);
    if (last && begins <= last.begins + last.lasts) last.lasts = Math.max(last.lasts, ends - last.begins);
    else parts.push({ begins, lasts: ends - begins });
  }
  return parts;
}

function daysOffOf(holidays: readonly string[], week: WorkingTime['week']): WorkingTime['daysOff'] {
  const daysOff = [NO_DAY];
  let before = 0;
  for (const date of [...new Set(holidays)].sort()) {
    const begins = Date.parse(`${date}T00:00:00Z`);
    const ends = begins + DAY;
    daysOff.push({ begins, ends, base: before - weeklyWork(begins, week) });
    before += weeklyWork(ends, week) - weeklyWork(begins, week);
  }
  return daysOff;
}

function* offsetsOf(zone: string): Iterable<[at: number, offset: number]> {
  let local = Temporal.Instant.fromEpochMilliseconds(-FROM_MONDAY).toZonedDateTimeISO(zone);
  yield [LONG_AGO, local.offsetNanoseconds / 1e6];
  for (;;) {
    const next = local.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds >= LAST) return;
    yield [next.epochMilliseconds, next.offsetNanoseconds / 1e6];
    local = next;
  }
}
