import { Temporal } from 'temporal-polyfill';

/** A day of a zone, from its first instant until before that of the next one, epoch seconds. */
export interface LocalDay {
  date: Temporal.PlainDate;
  begins: number;
  ends: number;
}

/** The days of a zone whose noon is in [from, to), epoch seconds: so a day that is cut by less than its half is one, and in one period alone. */
export function daysBetween(from: number, to: number, tz: string): LocalDay[] {
  const instant = (date: Temporal.PlainDate, plainTime: string) =>
    date.toZonedDateTime({ timeZone: tz, plainTime }).epochMilliseconds / 1_000;
  const days: LocalDay[] = [];
  let date = Temporal.Instant.fromEpochMilliseconds(from * 1_000)
    .toZonedDateTimeISO(tz)
    .toPlainDate();
  for (let noon = instant(date, '12:00'); noon < to; noon = instant(date, '12:00')) {
    const next = date.add({ days: 1 });
    if (noon >= from) days.push({ date, begins: instant(date, '00:00'), ends: instant(next, '00:00') });
    date = next;
  }
  return days;
}
