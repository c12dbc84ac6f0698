import { METRICS, type Metric, metricByName } from '@tallyboard/metrics/catalogue';
import type { Filter } from '../question/filters.js';
import { type MetricRequest, readMetricRequest } from '../question/metric-request.js';
import { OFFICE_DAYS } from '../question/period.js';
import { badParameter, Refusal, unknownWord } from '../refusal.js';
import { type Sort, sortOf } from './compared.js';

/** What people are compared by where nobody says: of each indicator what most offices look at. */
export const USUAL_METRICS = [
  'calls',
  'meetings',
  'connect_rate',
  'follow_up_time_mean',
  'first_response_time_business_mean',
  'deals_won',
  'revenue_won',
  'tickets_resolved',
  'close_rate',
  'csat',
  'churn_rate',
] as const;

/** What may be said of whose standing. */
export const STANDING_PARAMETERS = [
  'from',
  'to',
  'period',
  'tz',
  'week_starts',
  'filter',
  'metrics',
] as const;
/** What people may be filtered by; money also by its currency. */
const FILTERED = ['office', 'team', 'currency'];
const MOST_METRICS = 20;

export interface Compared {
  metric: Metric;
  sort: Sort;
  better: 'up' | 'down';
  /** By office and rep, with those who have nothing. */
  request: MetricRequest;
}

export interface StandingRequest {
  filter: Filter;
  metrics: readonly Compared[];
}

/** Reads the query string of a standing. */
export function readStanding(search: URLSearchParams): StandingRequest | Refusal {
  for (const name of search.keys())
    if (!STANDING_PARAMETERS.some((known) => known === name))
      return unknownWord('parameter', name, 'a parameter of standing', STANDING_PARAMETERS);
  if (search.get('tz') === OFFICE_DAYS)
    return badParameter('tz', 'a standing is of the days of one zone, for example Europe/Berlin');
  if (search.get('period') === 'all')
    return badParameter('period', 'a standing wants a period with a beginning, for example last_30_days');
  if (search.getAll('metrics').length > 1)
    return badParameter('metrics', 'metrics is given twice: separate names by commas');
  const filters = search.getAll('filter');
  const stranger = filters.map((text) => text.split(':')[0]!).find((name) => !FILTERED.includes(name));
  if (stranger !== undefined)
    return unknownWord('filter', stranger, 'what a standing is filtered by', FILTERED);
  const names = namesIn(search.get('metrics'));
  if (names.length > MOST_METRICS)
    return badParameter('metrics', `${names.length} metrics are more than ${MOST_METRICS}`);
  const metrics: Compared[] = [];
  for (const name of names) {
    const found = comparedBy(name, search);
    if (found instanceof Refusal) return found;
    metrics.push(found);
  }
  const filter = Object.assign({}, ...metrics.map(({ request }) => request.filter)) as Filter;
  return { metrics, filter };
}

function namesIn(text: string | null): string[] {
  const names = (text ?? '').split(',').flatMap((name) => name.trim() || []);
  return names.length === 0 ? [...USUAL_METRICS] : [...new Set(names)];
}

function comparedBy(name: string, search: URLSearchParams): Compared | Refusal {
  const metric = metricByName(name);
  if (!metric)
    return unknownWord(
      'metrics',
      name,
      'a metric',
      METRICS.map((each) => each.name),
    );
  const sort = sortOf(metric);
  if (typeof sort !== 'string')
    return badParameter('metrics', `people are not compared by ${metric.name}: ${sort.why}`);
  const asked = new URLSearchParams({ by: 'office,rep', zeros: 'true' });
  for (const [key, value] of search) {
    const isOfOthers = key === 'filter' && !metric.dimensions.includes(value.split(':')[0]!);
    if (key !== 'metrics' && !isOfOthers) asked.append(key, value);
  }
  const request = readMetricRequest(metric.name, asked.toString());
  if (request instanceof Refusal) return request;
  return { metric, sort, better: metric.better === 'down' ? 'down' : 'up', request };
}
