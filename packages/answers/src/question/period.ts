import { INTERVALS, type Interval, mostIntervals } from '@tallyboard/calendar/intervals';
import {
  cut,
  type Extent,
  edgesOf,
  instantOf,
  localIso,
  PERIODS,
  type Period,
  type Span,
} from '@tallyboard/calendar/periods';
import { LIMITS } from '../limits.js';
import { badParameter, Refusal, shorten, unknownWord } from '../refusal.js';
import { readZone } from './zone.js';

/** What a question says about time; relative periods become instants only when it is answered. */
export interface PeriodRequest {
  tz: string;
  interval: Interval;
  span: Span;
}

/** Names of the parameters that say something about time. */
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
  const span = readBetween(tz, from, to);
  return span instanceof Refusal ? span : { tz, interval, span };
}

/** The span that the question means at `nowMs`. `extent` is needed for `all` alone; null: nothing was ever counted. */
export function resolvePeriod(
  request: PeriodRequest,
  nowMs: number,
  extent: Extent | null,
): Period | Refusal {
  const { tz, interval, span } = request;
  const [from, to] = edgesOf(span, tz, nowMs, extent);
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
