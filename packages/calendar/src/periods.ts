import { Temporal } from 'temporal-polyfill';
import { type DateUnit, endOf, startOf, startOfLast, type Weekday } from './dates.js';
import { boundsBetween, type Interval, isOfDays } from './intervals.js';

/** A span as it is named; relative ones become instants only when somebody asks. Epoch seconds. */
export type Span =
  | { kind: 'named'; name: PeriodName }
  /** `to` null: the end of today. */
  | { kind: 'between'; from: number; to: number | null }
  /** Dates, of whichever zone is asked: [from, to). */
  | { kind: 'days'; from: string; to: string | null };

/** How the people whose days and weeks these are count them. */
export interface Reckoning {
  tz: string;
  weekStarts: Weekday;
}

/** A span of time [from, to) in epoch seconds, cut into intervals. */
export interface Period {
  tz: string;
  interval: Interval;
  /** Ascending epoch seconds on quarter-hour marks: n + 1 of n intervals. */
  bounds: readonly number[];
  /** Epoch ms at which the same request means another span or a further interval begins; null: never. */
  validUntilMs: number | null;
  /** The span is whatever the data cover, so any new cell may widen it. */
  isOpen: boolean;
}

/** First and last bucket that hold anything, epoch seconds. */
export interface Extent {
  first: number;
  last: number;
}

export const PERIODS = [
  'today',
  'yesterday',
  'yesterday_to_now',
  'this_week',
  'this_month',
  'last_month_to_now',
  'this_quarter',
  'this_year',
  'last_week',
  'last_month',
  'last_quarter',
  'last_year',
  'last_7_days',
  'last_30_days',
  'previous_30_days',
  'last_12_months',
  'all',
] as const;
export type PeriodName = (typeof PERIODS)[number];

/** Whether it is whatever the data cover, so that their extent must be known first. */
export const isOpen = (span: Span): boolean => span.kind === 'named' && span.name === 'all';

/** The edges [from, to) that a span means at `nowMs`. `extent` is needed for `all` alone; null: nothing was ever counted. */
export function edgesOf(
  span: Span,
  { tz, weekStarts }: Reckoning,
  nowMs: number,
  extent: Extent | null,
): [number, number] {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(tz);
  const endOfToday = () => midnight(now.toPlainDate().add({ days: 1 }), tz);
  switch (span.kind) {
    case 'named':
      return namedSpan(span.name, now, weekStarts, extent);
    case 'between':
      return [span.from, span.to ?? endOfToday()];
    case 'days': {
      const first = (date: string) => midnight(Temporal.PlainDate.from(date), tz);
      return [first(span.from), span.to === null ? endOfToday() : first(span.to)];
    }
  }
}

/** The period between the edges that `span` means at `nowMs`. */
export function cut(
  span: Span,
  [from, to]: [number, number],
  { tz, weekStarts, interval }: Reckoning & { interval: Interval },
  nowMs: number,
): Period {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(tz);
  const bounds = boundsBetween(from, to, interval, tz, weekStarts);
  const ends: number[] = [];
  if (!isOpen(span) && (span.kind === 'named' || span.to === null))
    ends.push(midnight(now.toPlainDate().add({ days: 1 }), tz));
  if (span.kind === 'named' && span.name.endsWith('_to_now')) ends.push(quarterAfter(now));
  if (interval !== 'none') ends.push(...bounds.filter((bound) => bound * 1_000 > nowMs).slice(0, 1));
  const validUntilMs = ends.length === 0 ? null : Math.min(...ends) * 1_000;
  return { tz, interval, bounds, validUntilMs, isOpen: isOpen(span) };
}

/** Whether the text has the form of a date, and no time. */
export const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** A date (its first instant in `tz`), or an instant with Z or an offset, as epoch seconds; null when it is neither. */
export function instantOf(text: string, tz: string): number | null {
  try {
    return isDate(text)
      ? midnight(Temporal.PlainDate.from(text), tz)
      : Temporal.Instant.from(text).epochMilliseconds / 1_000;
  } catch {
    return null;
  }
}

/** The instant as people of the zone write it: `2026-10-25T00:00:00+02:00`. */
export function localIso(epochSeconds: number, tz: string): string {
  return Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1_000)
    .toZonedDateTimeISO(tz)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' })
    .replace(/\+00:00$/, 'Z');
}

/** The date that the zone has at an instant: `2026-10-25`. */
export const localDate = (epochSeconds: number, tz: string): string => dateOf(epochSeconds, tz).toString();

/** The year of days of which a date is the last: `to` is the day after it. */
export function yearUpTo(date: string): { from: string; to: string } {
  const to = Temporal.PlainDate.from(date).add({ days: 1 });
  return { from: to.subtract({ years: 1 }).toString(), to: to.toString() };
}

/** The first day of the interval in which an instant lies, however much of that interval was asked for; of those not of days, its day. */
export const firstDayOf = (epochSeconds: number, interval: Interval, { tz, weekStarts }: Reckoning): string =>
  startOf(dateOf(epochSeconds, tz), isOfDays(interval) ? interval : 'day', weekStarts).toString();

function namedSpan(
  name: PeriodName,
  now: Temporal.ZonedDateTime,
  weekStarts: Weekday,
  extent: Extent | null,
): [number, number] {
  const tz = now.timeZoneId;
  const today = now.toPlainDate();
  const days = (from: Temporal.PlainDate, to: Temporal.PlainDate): [number, number] => [
    midnight(from, tz),
    midnight(to, tz),
  ];
  const current = (unit: DateUnit) => days(startOf(today, unit, weekStarts), endOf(today, unit, weekStarts));
  const last = (unit: DateUnit) =>
    days(startOfLast(today, unit, weekStarts), startOf(today, unit, weekStarts));
  const month = today.with({ day: 1 });
  const tomorrow = today.add({ days: 1 });
  switch (name) {
    case 'today':
      return days(today, tomorrow);
    case 'yesterday':
      return days(today.subtract({ days: 1 }), today);
    case 'yesterday_to_now':
      return toNow(today.subtract({ days: 1 }), today, now);
    case 'this_week':
      return current('week');
    case 'this_month':
      return current('month');
    case 'last_month_to_now':
      return toNow(month.subtract({ months: 1 }), month, now);
    case 'this_quarter':
      return current('quarter');
    case 'this_year':
      return current('year');
    case 'last_week':
      return last('week');
    case 'last_month':
      return last('month');
    case 'last_quarter':
      return last('quarter');
    case 'last_year':
      return last('year');
    case 'last_7_days':
      return days(today.subtract({ days: 6 }), tomorrow);
    case 'last_30_days':
      return days(today.subtract({ days: 29 }), tomorrow);
    case 'previous_30_days':
      return days(today.subtract({ days: 59 }), today.subtract({ days: 29 }));
    case 'last_12_months':
      return days(month.subtract({ months: 11 }), month.add({ months: 1 }));
    case 'all':
      return extent
        ? days(dateOf(extent.first, tz), dateOf(extent.last, tz).add({ days: 1 }))
        : days(today, tomorrow);
  }
}

/**
 * As much of the period [from, to) before the present one, which begins on `to`, as of the present one is over: to the
 * same day and time of day, up to the end of the quarter hour, and never past `to` (February is over on 31 March).
 */
function toNow(
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
  now: Temporal.ZonedDateTime,
): [number, number] {
  const then = from
    .add(to.until(now.toPlainDate(), { largestUnit: 'days' }))
    .toZonedDateTime({ timeZone: now.timeZoneId, plainTime: now.toPlainTime() });
  const tz = now.timeZoneId;
  return [midnight(from, tz), Math.min(quarterAfter(then), midnight(to, tz))];
}

/** The end of the quarter hour in which the instant lies, epoch seconds. */
const quarterAfter = (instant: Temporal.ZonedDateTime) =>
  (Math.floor(instant.epochMilliseconds / 1_000 / QUARTER_HOUR) + 1) * QUARTER_HOUR;

/** The first instant of a date, epoch seconds. */
const midnight = (date: Temporal.PlainDate, tz: string) => date.toZonedDateTime(tz).epochMilliseconds / 1_000;

const dateOf = (epochSeconds: number, tz: string) =>
  Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1_000)
    .toZonedDateTimeISO(tz)
    .toPlainDate();

const QUARTER_HOUR = 900;
