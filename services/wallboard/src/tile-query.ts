import type { Result } from './wire.js';

/** The parts of a tile's query that say what its numbers mean: `calls?period=today&by=rep`. */
export interface TileQuery {
  metric: string;
  /** A period word such as `today`, or '' when the query has its own dates. */
  period: string;
  /** `none` for one number per group. */
  interval: string;
  by: string[];
}

/** Reads a query as the board gives it. Parameters that do not matter for showing are ignored. */
export function readTileQuery(q: string): TileQuery {
  const [metric = '', search = ''] = q.split('?', 2);
  const given = new URLSearchParams(search);
  return {
    metric,
    period: given.get('period') ?? '',
    interval: given.get('interval') ?? 'none',
    by: (given.get('by') ?? '').split(',').filter(Boolean),
  };
}

/** A period in words for people: `this_month` is `this month`. */
export function periodWords(period: string): string {
  return period === 'all' ? 'all time' : period.replaceAll('_', ' ');
}

/** The period before, as much of it as is over of the present one: what a number can fairly be compared with. */
export const ALIKE: Readonly<Record<string, string>> = {
  today: 'yesterday_to_now',
  this_month: 'last_month_to_now',
  last_30_days: 'previous_30_days',
};

/** An earlier period in few words, with where it ends: `Mon till 15:45`, `1–24 Oct`, `yesterday`. */
export function earlierWords(period: string, { from, to, tz }: Pick<Result, 'from' | 'to' | 'tz'>): string {
  const first = Date.parse(from);
  const last = Date.parse(to) - 1;
  const of = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: tz, hourCycle: 'h23' });
  if (period === 'yesterday_to_now') {
    const till = of({ hour: '2-digit', minute: '2-digit' }).format(last + 1);
    const weekday = of({ weekday: 'short' }).format(first);
    return till === '00:00' ? weekday : `${weekday} till ${till}`;
  }
  if (period === 'last_month_to_now')
    return of({ day: 'numeric', month: 'short' })
      .formatRange(first, last)
      .replaceAll(/\s*–\s*/g, '–');
  if (period === 'previous_30_days') return '30 d before';
  return periodWords(period) || 'before';
}
