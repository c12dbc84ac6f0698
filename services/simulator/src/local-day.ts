import { Temporal } from 'temporal-polyfill';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A date of some place, as days since 1970-01-01; says nothing of when the day begins there. */
export type LocalDay = number;

/**
 * The instant at which clocks in `zone` read `minute` minutes past midnight on `day`. Counted from noon, so on
 * the two days a year when clocks change it is exact for working hours and an hour off before the change.
 */
export function instantOf(zone: string, day: LocalDay, minute: number): number {
  return noonOf(zone, day) + (minute - 720) * MINUTE_MS;
}

/** The local day of an instant. */
export function localDayOf(zone: string, instantMs: number): LocalDay {
  const guess = Math.floor(instantMs / DAY_MS);
  for (const day of [guess + 1, guess, guess - 1]) if (instantOf(zone, day, 0) <= instantMs) return day;
  return guess - 1;
}

/** Minutes past local midnight, with fractions. */
export function minuteOfDay(zone: string, instantMs: number): number {
  return (instantMs - instantOf(zone, localDayOf(zone, instantMs), 0)) / MINUTE_MS;
}

/** 0 is Sunday. */
export function weekday(day: LocalDay): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Year, month (1-12) and day of the month. */
export function dateOf(day: LocalDay): { year: number; month: number; date: number } {
  const utc = new Date(day * DAY_MS);
  return { year: utc.getUTCFullYear(), month: utc.getUTCMonth() + 1, date: utc.getUTCDate() };
}

/** `2026-06-30`. */
export const isoDate = (day: LocalDay): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

const noons = new Map<string, Map<LocalDay, number>>();

function noonOf(zone: string, day: LocalDay): number {
  let ofZone = noons.get(zone);
  if (!ofZone) {
    ofZone = new Map();
    noons.set(zone, ofZone);
  }
  let noon = ofZone.get(day);
  if (noon === undefined) {
    const { year, month, date } = dateOf(day);
    noon = Temporal.PlainDateTime.from({ year, month, day: date, hour: 12 }).toZonedDateTime(
      zone,
    ).epochMilliseconds;
    ofZone.set(day, noon);
  }
  return noon;
}
