import { Temporal } from 'temporal-polyfill';
import { boundsBetween, type Interval } from './intervals.js';

/** A span as it is named; relative ones become instants only when somebody asks. Epoch seconds. */
export type Span =
  | { kind: 'named'; name: PeriodName }
  /** `to` null: the end of today. */
  | { kind: 'between'; from: number; to: number | null };

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
export function edgesOf(span: Span, tz: string, nowMs: number, extent: Extent | null): [number, number] {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(tz);
  return span.kind === 'between'
    ? [span.from, span.to ?? startOf(now.toPlainDate().add({ days: 1 }), tz)]
    : namedSpan(span.name, now, extent);
}

/** The period between the edges that `span` means at `nowMs`. */
export function cut(
  span: Span,
  [from, to]: [number, number],
  { tz, interval }: { tz: string; interval: Interval },
  nowMs: number,
): Period {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(tz);
  const bounds = boundsBetween(from, to, interval, tz);
  const ends: number[] = [];
  if (!isOpen(span) && (span.kind === 'named' || span.to === null))
    ends.push(startOf(now.toPlainDate().add({ days: 1 }), tz));
  if (span.kind === 'named' && span.name.endsWith('_to_now')) ends.push(quarterAfter(now));
  if (interval !== 'none') ends.push(...bounds.filter((bound) => bound * 1_000 > nowMs).slice(0, 1));
  const validUntilMs = ends.length === 0 ? null : Math.min(...ends) * 1_000;
  return { tz, interval, bounds, validUntilMs, isOpen: isOpen(span) };
}

/** A date (its first instant in `tz`), or an instant with Z or an offset, as epoch seconds; null when it is neither. */
export function instantOf(text: string, tz: string): number | null {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text)
      ? startOf(Temporal.PlainDate.from(text), tz)
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

function namedSpan(name: PeriodName, now: Temporal.ZonedDateTime, extent: Extent | null): [number, number] {
  const tz = now.timeZoneId;
  const today = now.toPlainDate();
  const days = (from: Temporal.PlainDate, to: Temporal.PlainDate): [number, number] => [
    startOf(from, tz),
    startOf(to, tz),
  ];
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const month = today.with({ day: 1 });
  const quarter = month.with({ month: today.month - ((today.month - 1) % 3) });
  const year = month.with({ month: 1 });
  const tomorrow = today.add({ days: 1 });
  switch (name) {
    case 'today':
      return days(today, tomorrow);
    case 'yesterday':
      return days(today.subtract({ days: 1 }), today);
    case 'yesterday_to_now':
      return toNow(today.subtract({ days: 1 }), today, now);
    case 'this_week':
      return days(monday, monday.add({ weeks: 1 }));
    case 'this_month':
      return days(month, month.add({ months: 1 }));
    case 'last_month_to_now':
      return toNow(month.subtract({ months: 1 }), month, now);
    case 'this_quarter':
      return days(quarter, quarter.add({ months: 3 }));
    case 'this_year':
      return days(year, year.add({ years: 1 }));
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
  return [startOf(from, tz), Math.min(quarterAfter(then), startOf(to, tz))];
}

/** The end of the quarter hour in which the instant lies, epoch seconds. */
const quarterAfter = (instant: Temporal.ZonedDateTime) =>
  (Math.floor(instant.epochMilliseconds / 1_000 / QUARTER_HOUR) + 1) * QUARTER_HOUR;

const startOf = (date: Temporal.PlainDate, tz: string) => date.toZonedDateTime(tz).epochMilliseconds / 1_000;

const dateOf = (epochSeconds: number, tz: string) =>
  Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1_000)
    .toZonedDateTimeISO(tz)
    .toPlainDate();

const QUARTER_HOUR = 900;
