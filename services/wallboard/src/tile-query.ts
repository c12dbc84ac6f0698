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

/** The interval of a trend whose last point is the period itself, and what the point before it is called. */
export const PERIOD_STEPS: Readonly<Record<string, { interval: string; before: string }>> = {
  today: { interval: 'day', before: 'yesterday' },
  this_week: { interval: 'week', before: 'last week' },
  this_month: { interval: 'month', before: 'last month' },
  this_quarter: { interval: 'quarter', before: 'last quarter' },
  this_year: { interval: 'year', before: 'last year' },
};
