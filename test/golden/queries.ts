import { readdirSync, readFileSync } from 'node:fs';
import type { Pipeline } from './pipeline.js';
import type { Row } from './scenario.js';

const FOLDER = new URL('../../schemas/queries/', import.meta.url);

/** What a file of schemas/queries is compared with. */
interface Compared {
  params: Record<string, string>;
  /** Columns that tell its rows apart. */
  by: readonly string[];
  /** Column → what the API is asked instead: `metric?query`, its value or, after `#`, another number of its rows. */
  ask: Record<string, string>;
  /** Whether it has no row where nothing changed, as a stock has one in the API. */
  isSparse?: boolean;
  /** The rows that are compared, of those that it gives. */
  of?: (rows: readonly Row[]) => Row[];
}

/** A day with much on either side, on which Europe's clocks change. */
const DAY = { from: '2026-03-29', to: '2026-03-30' };
const ON_THE_DAY = 'from=2026-03-29&to=2026-03-30&tz=office';
/** The last day that is in stock. */
const END = { day: '2026-03-29' };

export const COMPARED: Readonly<Record<string, Compared>> = {
  activity_mix: { params: DAY, by: ['kind'], ask: { activities: `activities?${ON_THE_DAY}&by=kind` } },
  calls_by_day: {
    params: DAY,
    by: ['day', 'office'],
    ask: { calls: `calls?${ON_THE_DAY}&by=office&interval=day` },
  },
  churn_of_a_period: {
    params: DAY,
    by: ['segment'],
    ask: {
      churn_rate: `churn_rate?${ON_THE_DAY}&by=segment`,
      lost_of_them: `churn_rate?${ON_THE_DAY}&by=segment#numerator`,
      at_start: `customers_at_start?${ON_THE_DAY}&by=segment`,
    },
  },
  close_rate_by_rep: {
    params: DAY,
    by: ['rep'],
    ask: { close_rate: `close_rate?${ON_THE_DAY}&by=rep`, closed: `close_rate?${ON_THE_DAY}&by=rep#n` },
  },
  connect_rate_by_office: {
    params: DAY,
    by: ['office'],
    ask: { connect_rate: `connect_rate?${ON_THE_DAY}&by=office` },
  },
  csat_by_team: {
    params: DAY,
    by: ['team'],
    ask: { csat: `csat?${ON_THE_DAY}&by=team`, answers: `csat?${ON_THE_DAY}&by=team#n` },
  },
  customers_by_month: {
    params: { to: '2026-04-01' },
    by: ['month'],
    ask: { customers_at_end: 'customers_at_end?from=1990-01-01&to=2026-04-01&tz=office&interval=month' },
    isSparse: true,
    // The API tells what was since 1990.
    of: (rows) => rows.filter(({ month }) => String(month) >= '1990-01-01'),
  },
  customers_lost_by_reason: {
    params: DAY,
    by: ['reason'],
    ask: { customers_lost: `customers_lost?${ON_THE_DAY}&by=reason` },
  },
  deal_size_by_product: {
    params: DAY,
    by: ['product', 'currency'],
    ask: {
      deal_size_mean: `deal_size_mean?${ON_THE_DAY}&by=product`,
      deals: `deal_size_mean?${ON_THE_DAY}&by=product#n`,
    },
  },
  deals_won: {
    params: DAY,
    by: ['rep'],
    ask: { deals: `deals_won?${ON_THE_DAY}&by=rep`, timed: `sales_cycle?${ON_THE_DAY}&by=rep#n` },
    of: (rows) =>
      [...new Set(rows.map(({ rep }) => rep))].map((rep) => {
        const own = rows.filter((row) => row.rep === rep);
        return { rep, deals: own.length, timed: own.filter((row) => row.sales_cycle !== null).length };
      }),
  },
  first_response_by_team: {
    params: DAY,
    by: ['team'],
    ask: {
      p50: `first_response_time_p50?${ON_THE_DAY}&by=team`,
      p90: `first_response_time_p90?${ON_THE_DAY}&by=team`,
      p95: `first_response_time_p95?${ON_THE_DAY}&by=team`,
      tickets: `first_response_time_p95?${ON_THE_DAY}&by=team#n`,
    },
  },
  first_response_within: {
    params: { ...DAY, target: '900' },
    by: ['channel'],
    ask: { first_response_within: `first_response_within?${ON_THE_DAY}&by=channel&target=900` },
  },
  nps_by_respondent: {
    params: DAY,
    by: ['respondent'],
    ask: { nps: `nps?${ON_THE_DAY}&by=respondent`, answers: `nps?${ON_THE_DAY}&by=respondent#n` },
  },
  pipeline_at: {
    params: END,
    by: ['rep', 'currency'],
    ask: {
      pipeline_value: `pipeline_value?${ON_THE_DAY}&by=rep`,
      deals: `pipeline_value?${ON_THE_DAY}&by=rep#n`,
    },
  },
  popular_products: {
    params: DAY,
    by: ['product', 'currency'],
    ask: {
      units: `units?${ON_THE_DAY}&by=product,currency`,
      revenue_orders: `revenue_orders?${ON_THE_DAY}&by=product`,
    },
  },
  product_preference: {
    params: DAY,
    by: ['product', 'segment'],
    ask: { preference: `product_preference?${ON_THE_DAY}&by=product,segment` },
  },
  revenue_by_category: {
    params: DAY,
    by: ['category', 'currency'],
    ask: { revenue_orders: `revenue_orders?${ON_THE_DAY}&by=category` },
  },
  revenue_by_month: {
    params: { from: '1990-01-01', to: '2026-04-01' },
    by: ['month', 'currency'],
    ask: { revenue_won: 'revenue_won?from=1990-01-01&to=2026-04-01&tz=office&interval=month' },
  },
  revenue_in_one_currency: {
    params: { ...DAY, currency: 'EUR' },
    by: [],
    // Amounts without a currency are in neither.
    ask: { revenue_won: `revenue_won?${ON_THE_DAY}&currency=EUR&filter=currency:EUR%7CUSD` },
  },
  tickets_waiting: {
    params: END,
    by: ['rep'],
    ask: { tickets_waiting: `tickets_waiting?${ON_THE_DAY}&by=rep` },
  },
};

/** Column → the key of a row → its number, of a query and of the API. What there is no row of is nothing. */
type Numbers = Map<string, Map<string, string>>;

export interface Comparison {
  sql: Numbers;
  api: Numbers;
}

export const QUERIES: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => file.replace('.sql', ''));

export const queryText = (name: string): string => readFileSync(new URL(`${name}.sql`, FOLDER), 'utf8');

/** Runs a query and asks the API for the same. */
export async function compare(pipeline: Pipeline, tenant: string, name: string): Promise<Comparison> {
  const { params, by, ask, isSparse, of } = COMPARED[name]!;
  const found = await pipeline.sql(queryText(name), { tenant, ...params });
  const rows = of ? of(found) : found;
  const sql: Numbers = new Map(Object.keys(ask).map((column) => [column, numbersOf(rows, by, column)]));
  const api: Numbers = new Map();
  for (const [column, asked] of Object.entries(ask)) {
    const [question = '', number = 'value'] = asked.split('#');
    const answered = await pipeline.ask(tenant, question);
    const timed = answered.map((row) => ({ ...row, day: row.start, month: row.start }));
    const numbers = numbersOf(timed, by, number);
    const known = sql.get(column)!;
    api.set(column, isSparse ? new Map([...numbers].filter(([key]) => known.has(key))) : numbers);
  }
  return { sql, api };
}

/** How many calls an office made at each hour of its day: the API says so of the zone of one office. */
export async function callsByHour(pipeline: Pipeline, tenant: string): Promise<Comparison> {
  const rows = await pipeline.sql(queryText('calls_by_hour'), { tenant, ...DAY });
  const offices = await pipeline.sql<{ office_id: string; zone: string }>(
    'SELECT office_id, zone FROM office_clocks WHERE tenant = {tenant:String}',
    { tenant },
  );
  const of = new Map<string, number>();
  for (const { office_id, zone } of offices) {
    const filter = encodeURIComponent(`office:${office_id}`);
    for (const { start, value } of await pipeline.ask(
      tenant,
      `calls?from=${DAY.from}&to=${DAY.to}&tz=${zone}&interval=hour&filter=${filter}`,
    )) {
      const key = JSON.stringify([office_id, Number(String(start).slice(11, 13))]);
      of.set(key, (of.get(key) ?? 0) + Number(value));
    }
  }
  const known = rows.filter(({ office }) => offices.some(({ office_id }) => office_id === office));
  return {
    sql: new Map([['calls', numbersOf(known, ['office', 'hour'], 'calls')]]),
    api: new Map([
      [
        'calls',
        new Map([...of].filter(([, calls]) => calls !== 0).map(([key, calls]) => [key, String(calls)])),
      ],
    ]),
  };
}

function numbersOf(rows: readonly Row[], by: readonly string[], column: string): Map<string, string> {
  return new Map(
    rows
      .filter((row) => row[column] !== null && Number(row[column]) !== 0)
      .map((row): [string, string] => [
        JSON.stringify(by.map((each) => row[each])),
        String(Number(Number(row[column]).toPrecision(13))),
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
