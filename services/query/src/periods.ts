import { Temporal } from 'temporal-polyfill';
import { boundsBetween, INTERVALS, type Interval, tooManyIntervals } from './intervals.js';
import { badParameter, Refusal, shorten, unknownWord } from './refusal.js';
import { readZone } from './zones.js';

/** What a request says about time; relative periods become instants only when it is answered. */
export interface PeriodRequest {
  tz: string;
  interval: Interval;
  span: { kind: 'named'; name: PeriodName } | { kind: 'between'; from: number; to: number | null };
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
  'last_7_days',
  'last_30_days',
  'previous_30_days',
  'last_12_months',
  'all',
] as const;
export type PeriodName = (typeof PERIODS)[number];

/** Names of the query parameters that say something about time. */
export const PERIOD_PARAMETERS = ['from', 'to', 'period', 'tz', 'interval'] as const;

/** Reads from, to, period, tz and interval. Dates are days of `tz` and `to` is the first day no longer in it. */
export function readPeriod(given: ReadonlyMap<string, string>): PeriodRequest | Refusal {
  const tz = readZone(given.get('tz') ?? 'UTC');
  if (tz instanceof Refusal) return tz;
  const interval = INTERVALS.find((each) => each === (given.get('interval') ?? 'none'));
  if (!interval) return unknownWord('interval', given.get('interval') ?? '', 'an interval', INTERVALS);
  const name = given.get('period');
  const from = given.get('from');
  const to = given.get('to');
  if (name !== undefined) {
    if (from !== undefined || to !== undefined)
      return badParameter('period', 'give either period, or from and to, not both', PERIODS);
    const period = PERIODS.find((each) => each === name);
    return period
      ? { tz, interval, span: { kind: 'named', name: period } }
      : unknownWord('period', name, 'a period', PERIODS);
  }
  if (from === undefined)
    return badParameter(
      'period',
      `no period: give period (${PERIODS.join(', ')}), or from (and to)`,
      PERIODS,
    );
  return readBetween(tz, interval, from, to);
}

/** The span that the request means at `nowMs`. `extent` is needed for `all` alone; null: nothing was ever counted. */
export function resolvePeriod(
  request: PeriodRequest,
  nowMs: number,
  extent: Extent | null,
): Period | Refusal {
  const { tz, interval, span } = request;
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(tz);
  const today = now.toPlainDate();
  const isOpen = span.kind === 'named' && span.name === 'all';
  const [from, to] =
    span.kind === 'between'
      ? [span.from, span.to ?? startOf(today.add({ days: 1 }), tz)]
      : namedSpan(span.name, now, extent);
  if (to <= from)
    return badParameter('to', `to must be after from; without to it is the end of today in ${tz}`);
  const excess = tooManyIntervals(from, to, interval);
  if (excess) return excess;
  const bounds = boundsBetween(from, to, interval, tz);
  const moves = !isOpen && (span.kind === 'named' || span.to === null);
  const ends: number[] = [];
  if (moves) ends.push(startOf(today.add({ days: 1 }), tz));
  if (span.kind === 'named' && span.name.endsWith('_to_now')) ends.push(quarterAfter(now));
  if (interval !== 'none') ends.push(...bounds.filter((bound) => bound * 1_000 > nowMs).slice(0, 1));
  const validUntilMs = ends.length === 0 ? null : Math.min(...ends) * 1_000;
  return { tz, interval, bounds, validUntilMs, isOpen };
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

function readBetween(
  tz: string,
  interval: Interval,
  fromText: string,
  toText: string | undefined,
): PeriodRequest | Refusal {
  const from = readEdge('from', fromText, tz);
  if (from instanceof Refusal) return from;
  const to = toText === undefined ? null : readEdge('to', toText, tz);
  if (to instanceof Refusal) return to;
  if (to !== null && to <= from)
    return badParameter(
      'to',
      `to (${shorten(toText!)}) must be after from (${shorten(fromText)}): the period is [from, to)`,
    );
  return { tz, interval, span: { kind: 'between', from, to } };
}

const EARLIEST = Date.UTC(1990, 0, 1) / 1_000;
const LATEST = Date.UTC(2100, 0, 2) / 1_000;
const QUARTER_HOUR = 900;

/** A date, or an instant with Z or an offset, as epoch seconds. */
function readEdge(field: 'from' | 'to', text: string, tz: string): number | Refusal {
  const wants = 'wants a date such as 2026-03-01, or an instant such as 2026-03-01T09:15:00Z';
  let epoch: number;
  try {
    epoch = /^\d{4}-\d{2}-\d{2}$/.test(text)
      ? startOf(Temporal.PlainDate.from(text), tz)
      : Temporal.Instant.from(text).epochMilliseconds / 1_000;
  } catch {
    const plus = / \d{2}:?\d{2}$/.test(text) ? ' (a + in a URL is written %2B)' : '';
    return badParameter(field, `${field} is ${JSON.stringify(shorten(text))} but ${wants}${plus}`);
  }
  if (epoch < EARLIEST - 86_400 || epoch > LATEST)
    return badParameter(field, `${field} must lie between 1990 and 2100`);
  if (epoch % QUARTER_HOUR !== 0)
    return badParameter(
      field,
      `${field} is ${shorten(text)} but must lie on a quarter hour, for example ${localIso(Math.floor(epoch / QUARTER_HOUR) * QUARTER_HOUR, tz)}`,
    );
  return epoch;
}
