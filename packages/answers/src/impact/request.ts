import { instantOf, isDate, localDate } from '@tallyboard/calendar/periods';
import type { Metric } from '@tallyboard/metrics/catalogue';
import { currenciesOf } from '@tallyboard/metrics/formula';
import type { Filter } from '../question/filters.js';
import { type MetricRequest, readMetricRequest } from '../question/metric-request.js';
import { OFFICE_DAYS } from '../question/period.js';
import { badParameter, Refusal, shorten, unknownWord } from '../refusal.js';

/** What may be said of a change, beside the parameters of its metric. */
export const IMPACT_PARAMETERS = ['metric', 'at', 'days', 'tz', 'filter', 'against', 'so_far'] as const;
/** Whole weeks, so that each side has as many of each weekday. */
export const USUAL_DAYS = 28;
export const MOST_DAYS = 366;

export interface ImpactRequest {
  metric: Metric;
  tz: string;
  /** The first day of what has changed. */
  at: string;
  /** Of each side. */
  days: number;
  /** As many whole days as are over, where not all are. */
  soFar: boolean;
  /** What has changed, and with what it is compared; each asked of days that the answer puts in. */
  changed: MetricRequest;
  against: MetricRequest | null;
}

/** Reads the query string of an impact. */
export function readImpact(search: URLSearchParams): ImpactRequest | Refusal {
  const name = search.get('metric');
  if (name === null)
    return badParameter('metric', 'an impact is of a metric: give metric=close_rate, for example');
  const at = search.get('at') ?? '';
  if (!isDate(at) || instantOf(at, 'UTC') === null)
    return badParameter(
      'at',
      `at is ${JSON.stringify(shorten(at))} but wants the first day of the change, such as 2026-03-01`,
    );
  const text = search.get('days') ?? String(USUAL_DAYS);
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > MOST_DAYS)
    return badParameter(
      'days',
      `days is ${JSON.stringify(shorten(text))} but wants how many days before and after, from 1 to ${MOST_DAYS}`,
    );
  const soFar = search.get('so_far') ?? 'false';
  if (soFar !== 'true' && soFar !== 'false')
    return unknownWord('so_far', soFar, 'true or false', ['true', 'false']);
  if (search.get('tz') === OFFICE_DAYS)
    return badParameter('tz', 'an impact is by the days of one zone, for example Europe/Berlin');
  if (search.has('currency'))
    return badParameter(
      'currency',
      'an impact converts nothing, or a change of exchange rates would be taken for one of the metric: filter by one currency, such as filter=currency:EUR',
    );
  const changed = questionOf(name, search, 'filter');
  if (changed instanceof Refusal) return changed;
  const { metric } = changed;
  const hasOther = search.has('against');
  const against = hasOther ? questionOf(name, search, 'against') : null;
  if (against instanceof Refusal) return against;
  if (against && !areApart(changed.filter, against.filter))
    return badParameter(
      'against',
      'who is in filter and in against would be on both sides: give each values of one dimension that the other has not, such as filter=team:west and against=team:east',
    );
  const [mixed] = currenciesOf(metric.formula).filter(
    (currency) => changed.by.includes(currency) || against?.by.includes(currency),
  );
  if (mixed !== undefined)
    return badParameter(
      'filter',
      `amounts of several currencies have no one difference: filter ${metric.name} by one ${mixed}`,
    );
  return { metric, tz: changed.period.tz, at, days, soFar: soFar === 'true', changed, against };
}

/** Whether nothing can be in both: of some dimension each has values that the other has not. */
const areApart = (one: Filter, other: Filter): boolean =>
  Object.entries(one).some(([dimension, values]) => {
    const others = other[dimension];
    return others !== undefined && !values.some((value) => others.includes(value));
  });

/** The question of the metric of those in `filter`, or in what stands for one. */
function questionOf(
  name: string,
  search: URLSearchParams,
  filter: 'filter' | 'against',
): MetricRequest | Refusal {
  const asked = new URLSearchParams({ period: 'today' });
  for (const [key, value] of search) {
    if (key === filter) asked.append('filter', value);
    else if (!IMPACT_PARAMETERS.some((own) => own === key)) asked.append(key, value);
  }
  for (const key of asked.keys())
    if (NOT_TAKEN.includes(key) && search.has(key))
      return unknownWord('parameter', key, 'a parameter of an impact', IMPACT_PARAMETERS);
  if (search.has('tz')) asked.set('tz', search.get('tz')!);
  return readMetricRequest(name, asked.toString());
}

/** What a question of a metric takes, and an impact says itself. */
const NOT_TAKEN = ['from', 'to', 'period', 'interval', 'week_starts', 'by', 'zeros', 'quality'];

/** The date so many days later, or earlier. */
export const dayAfter = (date: string, days: number): string =>
  localDate(Date.parse(date) / 1_000 + days * 86_400, 'UTC');
