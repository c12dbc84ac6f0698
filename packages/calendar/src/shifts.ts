import { Temporal } from 'temporal-polyfill';
import { endOf, MONDAY, startOf } from './dates.js';
import { calmOffset } from './offsets.js';

const DAY = 86_400;

/** The same weekday and time of day of the zone, `weeks` earlier or later; epoch seconds. */
export const weeksFrom = (epochSeconds: number, weeks: number, tz: string): number =>
  daysFrom(epochSeconds, 7 * weeks, tz);

/** The same time of day of the zone, `days` earlier or later; epoch seconds. */
export function daysFrom(epochSeconds: number, days: number, tz: string): number {
  const there = epochSeconds + days * DAY;
  const offset = calmOffset(epochSeconds, tz);
  const offsetThere = calmOffset(there, tz);
  // No change of clocks within a day of either: what they differ by moves neither across one.
  return offset !== null && offsetThere !== null
    ? there + offset - offsetThere
    : zoned(epochSeconds, tz).add({ days }).epochMilliseconds / 1_000;
}

/** How clocks and calendars of the zone show an instant. */
export interface LocalTime {
  /** `2026-03-02`. */
  date: string;
  /** Monday is 1. */
  weekday: number;
  /** Minutes of the clock since midnight. */
  minute: number;
}

export function localTime(epochSeconds: number, tz: string): LocalTime {
  const offset = calmOffset(epochSeconds, tz) ?? zoned(epochSeconds, tz).offsetNanoseconds / 1e9;
  const local = epochSeconds + offset;
  const day = Math.floor(local / DAY);
  return {
    date: new Date(day * DAY * 1_000).toISOString().slice(0, 10),
    // The epoch began on a Thursday.
    weekday: ((((day + 3) % 7) + 7) % 7) + 1,
    minute: Math.floor((local - day * DAY) / 60),
  };
}

/** Start and end of the week (from Monday), month, quarter or year in which an instant lies; epoch seconds. */
export function periodAround(
  epochSeconds: number,
  unit: 'week' | 'month' | 'quarter' | 'year',
  tz: string,
): [number, number] {
  const date = zoned(epochSeconds, tz).toPlainDate();
  const midnight = (day: Temporal.PlainDate) => seconds(day.toZonedDateTime(tz));
  return [midnight(startOf(date, unit, MONDAY)), midnight(endOf(date, unit, MONDAY))];
}

const zoned = (epochSeconds: number, tz: string) =>
  Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1_000).toZonedDateTimeISO(tz);

const seconds = (local: Temporal.ZonedDateTime) => local.epochMilliseconds / 1_000;
