/** A board as the query service describes it, and an answer for each of its tiles. All of it is made up. */

export interface ExampleRow {
  start?: string;
  dimensions: Record<string, string>;
  labels?: Record<string, string>;
  value: number | string | null;
  n: number;
  numerator: number | null;
  denominator: number | null;
}

const tz = 'Europe/London';

const tile = (id: string, title: string, metric: string, query: string, style = 'number') => ({
  id,
  title,
  q: `${metric}?${query}&tz=${encodeURIComponent(tz)}`,
  style,
});

export const board = {
  id: 'office',
  title: 'Northwind Sales',
  tz,
  tiles: [
    tile('calls', 'Calls', 'calls', 'period=today'),
    tile('calls_before', 'Calls', 'calls', 'period=yesterday_to_now'),
    tile('calls_trend', 'Calls', 'calls', 'period=last_7_days&interval=day', 'trend'),
    tile('connect_rate', 'Connect rate', 'connect_rate', 'period=today'),
    tile('revenue', 'Revenue', 'revenue_won', 'period=this_month&by=currency'),
    tile('revenue_trend', 'Revenue', 'revenue_won', 'period=last_7_days&interval=day&by=currency', 'trend'),
    tile('revenue_before', 'Revenue', 'revenue_won', 'period=last_month_to_now&by=currency'),
    tile('deals_won', 'Deals won', 'deals_won', 'period=this_month'),
    tile('close_rate', 'Close rate', 'close_rate', 'period=this_month'),
    tile('close_rate_before', 'Close rate', 'close_rate', 'period=last_month_to_now'),
    tile('close_rate_trend', 'Close rate', 'close_rate', 'period=this_year&interval=month', 'trend'),
    tile('first_response', 'First response', 'first_response_time_p50', 'period=today'),
    tile('first_response_p90', 'First response p90', 'first_response_time_p90', 'period=today'),
    tile('first_response_trend', '', 'first_response_time_p50', 'period=last_7_days&interval=day', 'trend'),
    tile('waiting', 'Waiting tickets', 'tickets_waiting', 'period=today'),
    tile('oldest', 'Oldest waiting', 'oldest_waiting', 'period=today'),
    tile('churn', 'Churn', 'churn_rate', 'period=this_month'),
    tile('churn_before', 'Churn', 'churn_rate', 'period=last_month_to_now'),
    tile('csat', 'CSAT', 'csat', 'period=last_30_days'),
    tile('csat_trend', 'CSAT', 'csat', 'period=last_30_days&interval=day', 'trend'),
    tile('nps', 'NPS', 'nps', 'period=last_30_days'),
    tile('leaderboard', 'Deals won', 'deals_won', 'period=this_month&by=rep', 'leaderboard'),
    tile('revenue_by_rep', 'Revenue', 'revenue_won', 'period=this_month&by=rep,currency', 'leaderboard'),
  ],
};

/** The same with a second ranking. */
export const boardWithMix = {
  ...board,
  tiles: [
    ...board.tiles,
    tile('activity_mix', 'Activity mix', 'activity_mix', 'period=this_week&by=kind', 'leaderboard'),
  ],
};

/** The query of a tile, by the tile's id. */
export function queryOf(id: string): string {
  const found = board.tiles.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`the example board has no tile ${id}`);
  return found.q;
}

const number = (value: ExampleRow['value'], n: number, dimensions = {}): ExampleRow => ({
  dimensions,
  value,
  n,
  numerator: null,
  denominator: null,
});

/** One point per day up to 24 November 2026, or per month up to that November. */
const series = (values: (number | null)[], step: 'day' | 'month' = 'day'): ExampleRow[] =>
  values.map((value, index) => {
    const back = values.length - 1 - index;
    const start = step === 'day' ? Date.UTC(2026, 10, 24 - back) : Date.UTC(2026, 10 - back, 1);
    return { ...number(value, value === null ? 0 : 90), start: new Date(start).toISOString() };
  });

const reps: [string, number][] = [
  ['Amara Okafor', 31],
  ['Jonas Lindqvist', 28],
  ['Priya Raghunathan', 27],
  ['Łukasz Wiśniewski', 22],
  ['Bikash Shrestha', 21],
  ['Chloé Fontaine-Desrosiers', 17],
  ['Tom Baker', 15],
  ['Mei-Ling Wu', 12],
  ['Rafael Ortega', 9],
  ['Hannah Weiss', 7],
  ['Sofia Costa', 4],
  ['Owen Pryce', 2],
];

export const rowsByTile: Readonly<Record<string, ExampleRow[]>> = {
  calls: [number(1284, 1284)],
  calls_trend: series([1502, 1467, 1398, 402, 188, 1571, 1284]),
  connect_rate: [number(0.4127, 1034)],
  revenue: [
    number('1284310.5000', 96, { currency: 'EUR' }),
    number('482650.0000', 54, { currency: 'GBP' }),
    number('91200400.0000', 31, { currency: 'INR' }),
  ],
  calls_before: [number(1130, 1130)],
  revenue_trend: ['EUR', 'GBP', 'INR'].flatMap((currency) =>
    series([310_000, 82_000, 0, 140_000, 96_000, 205_000, 44_000]).map((row) => ({
      ...row,
      dimensions: { currency },
    })),
  ),
  revenue_before: [
    number('1102400.0000', 88, { currency: 'EUR' }),
    number('530100.0000', 60, { currency: 'GBP' }),
    number('91200400.0000', 30, { currency: 'INR' }),
  ],
  deals_won: [number(181, 181)],
  close_rate: [number(0.3142, 576)],
  close_rate_trend: series(
    [0.27, 0.262, 0.281, 0.3, 0.288, 0.279, 0.305, 0.296, 0.31, 0.301, 0.3142],
    'month',
  ),
  close_rate_before: [number(0.301, 498)],
  first_response: [number(130_000, 212)],
  first_response_p90: [number(1_145_000, 212)],
  first_response_trend: series([190_000, 175_000, 210_000, 160_000, 148_000, 152_000, 130_000]),
  waiting: [number(17, 17)],
  oldest: [number(12_245_000, 17)],
  churn: [number(0.0172, 1840)],
  churn_before: [number(0.0214, 1802)],
  csat: [number(0.9134, 1201)],
  csat_trend: series([0.9, 0.91, 0.88, null, 0.87, 0.9, 0.92, 0.91, 0.93, 0.9134]),
  nps: [number(null, 0)],
  activity_mix: (
    [
      ['email_sent', 310],
      ['note', 120],
      ['meeting', 148],
      ['demo', 61],
      ['proposal', 22],
      ['referral', 9],
    ] as const
  ).map(([kind, done]) => number(done / 670, 670, { kind })),
  leaderboard: reps.map(([name, won], index) => ({
    ...number(won, won, { rep: `r-${index}` }),
    labels: { rep: name },
  })),
  revenue_by_rep: reps.map(([name, won], index) => ({
    ...number(`${won * 8150}.0000`, won, {
      rep: `r-${index}`,
      currency: ['EUR', 'GBP', 'INR'][index % 3] ?? '',
    }),
    labels: { rep: name },
  })),
};

const units: Record<string, [unit: string, better: string]> = {
  calls: ['count', 'up'],
  connect_rate: ['ratio', 'up'],
  revenue_won: ['money', 'up'],
  deals_won: ['count', 'up'],
  close_rate: ['ratio', 'up'],
  first_response_time_p50: ['ms', 'down'],
  first_response_time_p90: ['ms', 'down'],
  tickets_waiting: ['count', 'down'],
  oldest_waiting: ['ms', 'down'],
  churn_rate: ['ratio', 'down'],
  csat: ['ratio', 'up'],
  activity_mix: ['ratio', 'none'],
  nps: ['points', 'up'],
};

export interface Freshness {
  complete_to: string | null;
  lag_ms: number | null;
  live: boolean;
}

/** An answer in the shape of `GET /v1/metrics/{name}`. */
export function resultOf(q: string, rows: ExampleRow[], freshness: Freshness) {
  const [metric = '', search = ''] = q.split('?', 2);
  const given = new URLSearchParams(search);
  const [unit, better] = units[metric] ?? ['count', 'none'];
  const [from = '', to = ''] = spans[given.get('period') ?? ''] ?? ['2026-11-24', '2026-11-25'];
  return {
    metric,
    title: metric,
    unit,
    better,
    from: `${from}T00:00:00Z`,
    to: to.includes('T') ? to : `${to}T00:00:00Z`,
    tz,
    interval: given.get('interval') ?? 'none',
    by: (given.get('by') ?? '').split(',').filter(Boolean),
    rows,
    freshness,
  };
}

/** As of half past two on Tuesday 24 November 2026. */
const spans: Readonly<Record<string, [from: string, to: string]>> = {
  yesterday_to_now: ['2026-11-23', '2026-11-23T14:45:00Z'],
  this_month: ['2026-11-01', '2026-12-01'],
  last_month_to_now: ['2026-10-01', '2026-10-24T13:45:00Z'],
};
