import { Temporal } from 'temporal-polyfill';
import { type DateUnit, endOf, MONDAY, type Weekday } from './dates.js';
import { calmOffset } from './offsets.js';

export const INTERVALS = ['none', '15m', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type Interval = (typeof INTERVALS)[number];

/** Whether intervals begin with days, so that a date says which one is meant. */
export const isOfDays = (interval: Interval): interval is DateUnit =>
  interval !== 'none' && interval !== '15m' && interval !== 'hour';

/**
 * The instants at which intervals begin and end, in epoch seconds: `from`, every start of a local hour, day, week,
 * month, quarter or year after it, `to`. The first and the last may so be shorter than the others.
 */
export function boundsBetween(
  from: number,
  to: number,
  interval: Interval,
  tz: string,
  weekStarts: Weekday = MONDAY,
): number[] {
  const bounds = [from];
  if (interval !== 'none') {
    const next = (at: number) => nextStart(at, interval, tz, weekStarts);
    for (let at = next(from); at < to; at = next(at)) bounds.push(at);
  }
  return [...bounds, to];
}

/** About how many intervals there are in a span, rather more than fewer; counted without making them. */
export function mostIntervals(from: number, to: number, interval: Interval): number {
  return interval === 'none' ? 1 : (to - from) / SHORTEST_SECONDS[interval];
}

const SHORTEST_SECONDS: Record<Exclude<Interval, 'none'>, number> = {
  '15m': 900,
  hour: 3_600,
  day: 82_800,
  week: 7 * 86_400 - 3_600,
  month: 28 * 86_400,
  quarter: 90 * 86_400,
  year: 365 * 86_400,
};

/** The first start of an interval after `at`. */
function nextStart(at: number, interval: Exclude<Interval, 'none'>, tz: string, weekStarts: Weekday): number {
  if (interval === '15m') return at + QUARTER_HOUR;
  if (interval === 'hour') return nextHour(at, tz);
  const midnight = interval === 'day' ? calmMidnight(at, tz) : null;
  if (midnight !== null) return midnight;
  return seconds(endOf(zoned(at, tz).toPlainDate(), interval, weekStarts).toZonedDateTime(tz));
}

/** The next midnight, by arithmetic; null near a change of clocks. */
function calmMidnight(at: number, tz: string): number | null {
  const offset = calmOffset(at, tz);
  if (offset === null) return null;
  const midnight = (Math.floor((at + offset) / DAY) + 1) * DAY - offset;
  return calmOffset(midnight, tz) === offset ? midnight : null;
}

const DAY = 86_400;

/**
 * The next full hour of the wall clock, or the change of clocks that jumps over it. Where clocks go back by half an hour
 * the hour that is shown twice in part is one, of 90 minutes; where they go back by a whole one there are two.
 */
function nextHour(at: number, tz: string): number {
  const now = zoned(at, tz);
  const full = at + 3_600 - now.minute * 60;
  if (zoned(full, tz).offsetNanoseconds === now.offsetNanoseconds) return full;
  let before = now;
  for (let next = at + QUARTER_HOUR; ; next += QUARTER_HOUR) {
    const local = zoned(next, tz);
    if (local.minute === 0 || local.hour !== before.hour) return next;
    before = local;
  }
}

const QUARTER_HOUR = 900;

const zoned = (epochSeconds: number, tz: string) =>
  Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1_000).toZonedDateTimeISO(tz);

const seconds = (local: Temporal.ZonedDateTime) => local.epochMilliseconds / 1_000;
