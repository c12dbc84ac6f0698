import type { Office } from '@tallyboard/api/query';
import type { Interval } from '@tallyboard/calendar/intervals';
import { type Extent, firstDayOf, localDate, localIso, type Period } from '@tallyboard/calendar/periods';
import { zoneNamed } from '@tallyboard/calendar/zones';
import { beginOf, type Clock, endOf, oneClock } from '../clocks.js';
import { Refusal } from '../refusal.js';
import type { MetricRequest } from './metric-request.js';
import { OFFICE_DAYS, resolvePeriod } from './period.js';

/** What a question means by its period, at one instant. */
export interface AskedPeriod {
  /** A zone, or OFFICE_DAYS. */
  tz: string;
  interval: Interval;
  /** Of one clock the only one; otherwise one of each zone. */
  clocks: readonly Clock[];
  /** Of all clocks together, epoch seconds. */
  from: number;
  to: number;
  /** How rows show the start of each interval: an instant, or by several clocks a date. */
  starts: readonly string[];
  /** Epoch ms at which the same question means another span or a further interval begins; null: never. */
  validUntilMs: number | null;
  /** The span is whatever the data cover. */
  isOpen: boolean;
}

/**
 * The period of a question at `nowMs`. `extent` is needed for `all` alone. With `tz=office` each of `offices` has its own
 * days, and what is of none of them goes by UTC.
 */
export function askedPeriod(
  { period, filter }: Pick<MetricRequest, 'period' | 'filter'>,
  nowMs: number,
  extent: Extent | null,
  offices: Iterable<Pick<Office, 'id' | 'zone'>>,
): AskedPeriod | Refusal {
  if (period.tz === OFFICE_DAYS) {
    const periods: [readonly string[] | null, Period][] = [];
    for (const [tz, ids] of officesByZone(offices, filter.office)) {
      const found = resolvePeriod({ ...period, tz }, nowMs, extent);
      if (found instanceof Refusal) return found;
      periods.push([tz === REST ? null : ids, found]);
    }
    return byLocalDate(periods, period.weekStarts);
  }
  const found = resolvePeriod(period, nowMs, extent);
  if (found instanceof Refusal) return found;
  const { tz, interval, bounds, validUntilMs, isOpen } = found;
  return {
    tz,
    interval,
    clocks: [oneClock(bounds, tz)],
    from: bounds[0]!,
    to: bounds.at(-1)!,
    starts: bounds.slice(0, -1).map((bound) => localIso(bound, tz)),
    validUntilMs,
    isOpen,
  };
}

/** The zone of what is of no office. */
const REST = 'UTC';

/** The offices that are asked for, by zone; all others are of REST. */
function officesByZone(
  offices: Iterable<Pick<Office, 'id' | 'zone'>>,
  asked: readonly string[] | undefined,
): Map<string, string[]> {
  const zoneOf = new Map([...offices].map(({ id, zone }) => [id, zoneNamed(zone) ?? REST]));
  const byZone = new Map<string, string[]>(asked ? [] : [[REST, []]]);
  for (const id of asked ?? zoneOf.keys()) {
    const zone = zoneOf.get(id) ?? REST;
    byZone.set(zone, [...(byZone.get(zone) ?? []), id]);
  }
  return byZone;
}

/** Intervals of different zones are one interval of the answer when their days, weeks or months have one date. */
function byLocalDate(
  periods: readonly (readonly [readonly string[] | null, Period])[],
  weekStarts: MetricRequest['period']['weekStarts'],
): AskedPeriod {
  const [, { interval, isOpen }] = periods[0]!;
  const startsOf = ({ bounds }: Period) => bounds.slice(0, -1);
  const keysOf = (period: Period) =>
    startsOf(period).map((start) =>
      interval === 'none' ? '' : firstDayOf(start, interval, { tz: period.tz, weekStarts }),
    );
  const starts = new Map<string, string>();
  for (const [, period] of periods) {
    const keys = keysOf(period);
    for (const [i, start] of startsOf(period).entries()) {
      const date = localDate(start, period.tz);
      const known = starts.get(keys[i]!);
      if (known === undefined || date < known) starts.set(keys[i]!, date);
    }
  }
  const keys = [...starts.keys()].sort();
  const clocks = periods.map(([offices, period]) => ({
    offices: periods.length === 1 ? null : offices,
    tz: period.tz,
    bounds: period.bounds,
    intervals: keysOf(period).map((key) => keys.indexOf(key)),
  }));
  const ends = periods.flatMap(([, { validUntilMs }]) => validUntilMs ?? []);
  return {
    tz: OFFICE_DAYS,
    interval,
    clocks,
    from: beginOf(clocks),
    to: endOf(clocks),
    starts: keys.map((key) => starts.get(key)!),
    validUntilMs: ends.length === 0 ? null : Math.min(...ends),
    isOpen,
  };
}
