import type * as Api from '@tallyboard/api/query';
import { MONDAY } from '@tallyboard/calendar/dates';
import { firstDayOf, instantOf } from '@tallyboard/calendar/periods';
import type { Answering } from '../answering.js';
import { LIMITS } from '../limits.js';
import { periodOf } from '../period-of.js';
import { plain } from '../plain.js';
import { type MetricRequest, readMetricRequest } from '../question/metric-request.js';
import { OFFICE_DAYS } from '../question/period.js';
import { badParameter, Refusal, unknownWord } from '../refusal.js';
import { type CohortRow, cohortsSql } from './retention-sql.js';

/** What the API tells of cohorts, but for how recent it is. */
export type Retention = Omit<Api.Retention, 'freshness'>;

/** What may be said of which cohorts. */
export const RETENTION_PARAMETERS = ['from', 'to', 'period', 'tz', 'filter'] as const;

const DEFINITION =
  'Customers by the month in which their subscriptions first brought in anything, and how many of them still pay, and how much, at the end of that month and of each since, each currency for itself.';

const DAY = 86_400;
/** Where nobody says since when: the running month and the eleven before it. */
const USUAL_SECONDS = 335 * DAY;

/** Reads a query string: the months that a period touches, and a filter, as metrics of subscriptions take them. */
export function readRetention(search: URLSearchParams, nowMs: number): MetricRequest | Refusal {
  if (search.has('currency'))
    return badParameter(
      'currency',
      'customers are followed within their currency, and one whose rate falls would seem to leave: leave currency out, or filter by one, filter=currency:EUR',
    );
  for (const name of search.keys())
    if (!RETENTION_PARAMETERS.some((known) => known === name))
      return unknownWord('parameter', name, 'a parameter of retention', RETENTION_PARAMETERS);
  const asked = new URLSearchParams(search);
  if (asked.get('tz') === OFFICE_DAYS)
    return badParameter('tz', 'months are those of one zone, for example Europe/Berlin');
  if (!['from', 'to', 'period'].some((name) => asked.has(name))) asked.set('from', usualFrom(nowMs));
  return readMetricRequest('mrr', asked.toString());
}

const usualFrom = (nowMs: number): string => monthOf(nowMs / 1_000 - USUAL_SECONDS, 'UTC');

/** Cohorts of customers of a tenant; a Refusal where the period touches too many months. */
export async function retention(
  answering: Answering,
  tenant: string,
  request: MetricRequest,
  signal?: AbortSignal,
): Promise<Retention | Refusal> {
  const period = await periodOf(answering, tenant, request);
  if (period instanceof Refusal) return period;
  const { tz, from, to } = period;
  const now = Math.floor(answering.now() / 1_000);
  const starts = [startOf(monthOf(from, tz), tz)];
  while (starts.at(-1)! <= now && starts.length <= LIMITS.months + 1)
    starts.push(startOf(monthAfter(monthOf(starts.at(-1)!, tz)), tz));
  if (starts.length > LIMITS.months + 1)
    return badParameter('from', `there are more than ${LIMITS.months} months from there on: begin later`);
  const cohorts = starts.filter((start) => start < Math.min(to, now + 1)).length;
  const rows = await answering.database.rows<CohortRow>(
    cohortsSql({ filter: request.filter, starts, cohorts, now }),
    { tenant },
    signal,
  );
  return {
    tenant,
    definition: DEFINITION,
    tz,
    cohorts: rows.map((row) => cohortOf(row, monthOf(starts[row.cohort - 1]!, tz).slice(0, 7))),
  };
}

function cohortOf({ currency, customers, mrr, kept, levels }: CohortRow, month: string): Api.Cohort {
  return {
    month,
    currency,
    customers,
    mrr: plain(mrr),
    months: kept.map((count, i) => ({
      customers: count,
      mrr: plain(levels[i]!),
      logo_retention: count / customers,
      revenue_retention: Number(mrr) === 0 ? null : Number(levels[i]) / Number(mrr),
    })),
  };
}

/** The first day of the month of an instant, epoch seconds. */
const monthOf = (epochSeconds: number, tz: string): string =>
  firstDayOf(epochSeconds, 'month', { tz, weekStarts: MONDAY });

function monthAfter(firstDay: string): string {
  const [year, month] = firstDay.split('-').map(Number) as [number, number];
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}

/** Rounded up to a quarter hour, on which all clocks of today begin their days. */
const startOf = (firstDay: string, tz: string): number => Math.ceil(instantOf(firstDay, tz)! / 900) * 900;
