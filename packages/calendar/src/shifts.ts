import { Temporal } from 'temporal-polyfill';

/** The same weekday and time of day of the zone, `weeks` earlier or later; epoch seconds. */
export const weeksFrom = (epochSeconds: number, weeks: number, tz: string): number =>
  zoned(epochSeconds, tz).add({ weeks }).epochMilliseconds / 1_000;

/** The same time of day of the zone, `days` earlier or later; epoch seconds. */
export const daysFrom = (epochSeconds: number, days: number, tz: string): number =>
  zoned(epochSeconds, tz).add({ days }).epochMilliseconds / 1_000;

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
  const local = zoned(epochSeconds, tz);
  return {
    date: local.toPlainDate().toString(),
    weekday: local.dayOfWeek,
    minute: local.hour * 60 + local.minute,
  };
}

/** Start and end of the week (from Monday), month, quarter or year in which an instant lies; epoch seconds. */
export function periodAround(
  epochSeconds: number,
  unit: 'week' | 'month' | 'quarter' | 'year',
  tz: string,
): [number, number] {
  const date = zoned(epochSeconds, tz).toPlainDate();
  const first = {
    week: () => date.subtract({ days: date.dayOfWeek - 1 }),
    month: () => date.with({ day: 1 }),
    quarter: () => date.with({ day: 1, month: date.month - ((date.month - 1) % 3) }),
    year: () => date.with({ day: 1, month: 1 }),
  }[unit]();
  const length = { week: { weeks: 1 }, month: { months: 1 }, quarter: { months: 3 }, year: { years: 1 } }[
    unit
  ];
  return [seconds(first.toZonedDateTime(tz)), seconds(first.add(length).toZonedDateTime(tz))];
}

const zoned = (epochSeconds: number, tz: string) =>
  Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1_000).toZonedDateTimeISO(tz);

const seconds = (local: Temporal.ZonedDateTime) => local.epochMilliseconds / 1_000;
