import { MONDAY, WEEKDAYS } from '@tallyboard/calendar/dates';
import { INTERVALS, type Interval, isOfDays, mostIntervals } from '@tallyboard/calendar/intervals';
import {
  cut,
  type Extent,
  edgesOf,
  instantOf,
  isDate,
  localIso,
  PERIODS,
  type Period,
  type Reckoning,
  type Span,
} from '@tallyboard/calendar/periods';
import { LIMITS } from '../limits.js';
import { badParameter, Refusal, shorten, unknownWord } from '../refusal.js';
import { readZone } from './zone.js';

/** What a question says about time; relative periods become instants only when it is answered. */
export interface PeriodRequest extends Reckoning {
  /** A zone, or OFFICE_DAYS. */
  tz: string;
  interval: Interval;
  span: Span;
}

/** Names of the parameters that say something about time. */
export const PERIOD_PARAMETERS = ['from', 'to', 'period', 'tz', 'interval', 'week_starts'] as const;

/** Said instead of a zone: the days of each office are those of its own. */
export const OFFICE_DAYS = 'office';

/** Reads from, to, period, tz, interval and week_starts. Dates are days of `tz` and `to` is the first day no longer in it. */
export function readPeriod(given: ReadonlyMap<string, string>): PeriodRequest | Refusal {
  const tz = given.get('tz') === OFFICE_DAYS ? OFFICE_DAYS : readZone(given.get('tz') ?? 'UTC');
  if (tz instanceof Refusal) return tz;
  const interval = INTERVALS.find((each) => each === (given.get('interval') ?? 'none'));
  if (!interval) return unknownWord('interval', given.get('interval') ?? '', 'an interval', INTERVALS);
  if (tz === OFFICE_DAYS && interval !== 'none' && !isOfDays(interval))
    return badParameter(
      'interval',
      `with tz=${OFFICE_DAYS} intervals are days or longer: an ${interval === 'hour' ? 'hour' : 'interval of 15m'} is at another instant in each zone, so ask with the zone of one office`,
      ['none', ...INTERVALS.filter(isOfDays)],
    );
  const weekday = (given.get('week_starts') ?? MONDAY).toLowerCase();
  const weekStarts = WEEKDAYS.find((each) => each === weekday);
  if (!weekStarts) return unknownWord('week_starts', weekday, 'a day of the week', WEEKDAYS);
  const name = given.get('period');
  const from = given.get('from');
  const to = given.get('to');
  if (name !== undefined) {
    if (from !== undefined || to !== undefined)
      return badParameter('period', 'give either period, or from and to, not both', PERIODS);
    const period = PERIODS.find((each) => each === name);
    return period
      ? { tz, weekStarts, interval, span: { kind: 'named', name: period } }
      : unknownWord('period', name, 'a period', PERIODS);
  }
  if (from === undefined)
    return badParameter(
      'period',
      `no period: give period (${PERIODS.join(', ')}), or from (and to)`,
      PERIODS,
    );
  const span = tz === OFFICE_DAYS ? readDays(from, to) : readBetween(tz, from, to);
  return span instanceof Refusal ? span : { tz, weekStarts, interval, span };
}

/** The span that the question means at `nowMs` by the days of its zone, which must be one. `extent` is needed for `all` alone; null: nothing was ever counted. */
export function resolvePeriod(
  request: PeriodRequest,
  nowMs: number,
  extent: Extent | null,
): Period | Refusal {
  const { tz, interval, span } = request;
  const [from, to] = edgesOf(span, request, nowMs, extent);
  if (to <= from)
    return badParameter('to', `to must be after from; without to it is the end of today in ${tz}`);
  return tooManyIntervals(from, to, interval) ?? cut(span, [from, to], request, nowMs);
}

function tooManyIntervals(from: number, to: number, interval: Interval): Refusal | null {
  const count = Math.floor(mostIntervals(from, to, interval));
  if (count <= LIMITS.intervals) return null;
  const longer = INTERVALS.filter((each) => mostIntervals(from, to, each) <= LIMITS.intervals);
  return badParameter(
    'interval',
    `about ${count} intervals of ${interval} are more than ${LIMITS.intervals}: ask for a shorter period or one of ${longer.join(', ')}`,
    longer,
  );
}

/** Dates alone: an instant is the same everywhere, a day is not. */
function readDays(from: string, to: string | undefined): Span | Refusal {
  for (const [field, text] of [['from', from], ['to', to]] as const) // biome-ignore format: one line
    if (text !== undefined && !isDate(text))
      return badParameter(
        field,
        `with tz=${OFFICE_DAYS} ${field} wants a date such as 2026-03-01, not ${JSON.stringify(shorten(text))}: each office has its own instants`,
      );
  const span = readBetween('UTC', from, to);
  return span instanceof Refusal ? span : { kind: 'days', from, to: to ?? null };
}

function readBetween(tz: string, fromText: string, toText: string | undefined): Span | Refusal {
  const from = readEdge('from', fromText, tz);
  if (from instanceof Refusal) return from;
  const to = toText === undefined ? null : readEdge('to', toText, tz);
  if (to instanceof Refusal) return to;
  if (to !== null && to <= from)
    return badParameter(
      'to',
      `to (${shorten(toText!)}) must be after from (${shorten(fromText)}): the period is [from, to)`,
    );
  return { kind: 'between', from, to };
}

const EARLIEST = Date.UTC(1990, 0, 1) / 1_000;
const LATEST = Date.UTC(2100, 0, 2) / 1_000;
const QUARTER_HOUR = 900;

/** A date, or an instant with Z or an offset, as epoch seconds. */
function readEdge(field: 'from' | 'to', text: string, tz: string): number | Refusal {
  const epoch = instantOf(text, tz);
  if (epoch === null) {
    const plus = / \d{2}:?\d{2}$/.test(text) ? ' (a + in a URL is written %2B)' : '';
    return badParameter(
      field,
      `${field} is ${JSON.stringify(shorten(text))} but wants a date such as 2026-03-01, or an instant such as 2026-03-01T09:15:00Z${plus}`,
    );
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
