import { Temporal } from 'temporal-polyfill';

export const INTERVALS = ['none', '15m', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type Interval = (typeof INTERVALS)[number];

/**
 * The instants at which intervals begin and end, in epoch seconds: `from`, every start of a local hour, day, week
 * (Monday), month, quarter or year after it, `to`. The first and the last may so be shorter than the others.
 */
export function boundsBetween(from: number, to: number, interval: Interval, tz: string): number[] {
  const bounds = [from];
  if (interval !== 'none')
    for (let next = nextStart(from, interval, tz); next < to; next = nextStart(next, interval, tz))
      bounds.push(next);
  return [...bounds, to];
}

/** About how many intervals there are in a span, rather more than fewer; counted without making them. */
export function mostIntervals(from: number, to: number, interval: Interval): number {
  return interval === 'none' ? 1 : (to - from) / SHORTEST_SECONDS[interval];
}

const SHORTEST_SECONDS: Record<Exclude<Interval, 'none'>, number> = {
  '15m': 900,
  hour: 3_600,
  day: 82_800,
  week: 7 * 86_400 - 3_600,
  month: 28 * 86_400,
  quarter: 90 * 86_400,
  year: 365 * 86_400,
};

/** The first start of an interval after `at`. */
function nextStart(at: number, interval: Exclude<Interval, 'none'>, tz: string): number {
  if (interval === '15m') return at + 900;
  const local = Temporal.Instant.fromEpochMilliseconds(at * 1_000).toZonedDateTimeISO(tz);
  if (interval === 'hour') {
    // Where clocks change by half an hour, going back to the start of the local hour could go back to `at`.
    const later = local.add({ hours: 1 });
    const start = seconds(later) - later.minute * 60;
    return start > at ? start : seconds(later);
  }
  const date = local.toPlainDate();
  const next = {
    day: () => date.add({ days: 1 }),
    week: () => date.add({ days: 8 - date.dayOfWeek }),
    month: () => date.with({ day: 1 }).add({ months: 1 }),
    quarter: () => date.with({ day: 1 }).add({ months: 3 - ((date.month - 1) % 3) }),
    year: () => date.with({ day: 1, month: 1 }).add({ years: 1 }),
  }[interval]();
  return seconds(next.toZonedDateTime(tz));
}

const seconds = (local: Temporal.ZonedDateTime) => local.epochMilliseconds / 1_000;
