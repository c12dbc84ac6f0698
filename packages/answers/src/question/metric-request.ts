import { meantBy } from '@tallyboard/metrics/also-known';
import { METRICS, type Metric, metricByName } from '@tallyboard/metrics/catalogue';
import { currenciesOf, hasOneInterval, isConvertible, isOfNow } from '@tallyboard/metrics/formula';
import { nearest } from '@tallyboard/runtime/nearest';
import { LIMITS } from '../limits.js';
import { PEOPLE } from '../people.js';
import { badParameter, Refusal, shorten, unknownWord } from '../refusal.js';
import { type Filter, readBy, readFilter } from './filters.js';
import { OFFICE_DAYS, PERIOD_PARAMETERS, type PeriodRequest, readPeriod } from './period.js';

/** What is asked of one metric, checked against the catalogue. */
export interface MetricRequest {
  metric: Metric;
  period: PeriodRequest;
  /** With currency where amounts could otherwise be added across currencies and are not converted. */
  by: readonly string[];
  /** Into which amounts are converted; null: each is in its own. */
  currency: string | null;
  filter: Filter;
  /** Everyone in force in the period has a row, also with nothing to show. */
  zeros: boolean;
  /** Of each interval and currency so many rows, of the greatest values; null: all. */
  top: number | null;
  /** The share of events with a known problem is told, too. */
  quality: boolean;
  parameters: Readonly<Record<string, number>>;
}

/** Reads `metric?querystring`, the form in which streams and boards name a question. */
export function readQuestion(q: string): MetricRequest | Refusal {
  const mark = q.indexOf('?');
  const request =
    mark < 0 ? readMetricRequest(q, '') : readMetricRequest(q.slice(0, mark), q.slice(mark + 1));
  return !(request instanceof Refusal) && request.quality
    ? badParameter(
        'quality',
        'quality reads the events themselves, which is too much to do at each change: ask GET /v1/metrics for it',
      )
    : request;
}

/** Reads a metric's name and a query string (without `?`). */
export function readMetricRequest(name: string, queryString: string): MetricRequest | Refusal {
  const metric = metricByName(name);
  if (!metric) return unknownMetric(name);
  const given = singles(metric, new URLSearchParams(queryString));
  if (given instanceof Refusal) return given;
  const period = readPeriod(given.values);
  if (period instanceof Refusal) return period;
  if (hasOneInterval(metric.formula) && period.interval !== 'none') {
    const asOf = isOfNow(metric.formula) ? 'now' : 'the end of the period';
    return badParameter('interval', `${metric.name} has one answer, as of ${asOf}: interval must be none`, [
      'none',
    ]);
  }
  if (period.tz === OFFICE_DAYS && !metric.dimensions.includes('office'))
    return badParameter('tz', `${metric.name} is not told apart by office: ask with the zone of one`);
  const by = readBy(metric, given.values.get('by') ?? '');
  if (by instanceof Refusal) return by;
  const filter = readFilter(metric, given.filters);
  if (filter instanceof Refusal) return filter;
  const zeros = readZeros(metric, by, given.values);
  if (zeros instanceof Refusal) return zeros;
  const top = readTop(metric, by, given.values.get('top'));
  if (top instanceof Refusal) return top;
  const quality = readFlag('quality', given.values);
  if (quality instanceof Refusal) return quality;
  const parameters = readParameters(metric, given.values);
  if (parameters instanceof Refusal) return parameters;
  const currency = readCurrency(metric, given.values.get('currency'));
  if (currency instanceof Refusal) return currency;
  const split = currency === null ? withCurrency(metric, by, filter) : by;
  return { metric, period, by: split, currency, filter, zeros, top, quality, parameters };
}

function readCurrency({ name, formula }: Metric, text: string | undefined): string | null | Refusal {
  if (text === undefined) return null;
  if (currenciesOf(formula).length === 0)
    return badParameter(
      'currency',
      `${name} adds up no money, so there is nothing to convert: leave currency out`,
    );
  if (!isConvertible(formula))
    return badParameter(
      'currency',
      `${name} follows each customer within its currency, and who changes that would seem lost: leave currency out, or ask for mrr, mrr_contraction and mrr_churned in one`,
    );
  const code = text.trim().toUpperCase();
  return /^[A-Z]{3}$/.test(code)
    ? code
    : badParameter(
        'currency',
        `currency is ${JSON.stringify(shorten(text))} but wants an ISO 4217 code, for example EUR: what is in others is converted into it`,
      );
}

/** Only people and where they belong are known beside what they did; other dimensions have the values that occur. */
function readZeros(
  metric: Metric,
  by: readonly string[],
  given: ReadonlyMap<string, string>,
): boolean | Refusal {
  const zeros = readFlag('zeros', given);
  if (zeros !== true) return zeros;
  const possible = PEOPLE.filter((dimension) => metric.dimensions.includes(dimension));
  return possible.some((dimension) => by.includes(dimension))
    ? true
    : badParameter(
        'zeros',
        `zeros=true wants rows by people: split ${metric.name} by ${possible.join(', ')}`,
        possible,
      );
}

function readTop(metric: Metric, by: readonly string[], text: string | undefined): number | null | Refusal {
  if (text === undefined) return null;
  const top = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (top < 1 || top > LIMITS.rows)
    return badParameter(
      'top',
      `top is a whole number from 1 to ${LIMITS.rows}, not ${JSON.stringify(shorten(text))}`,
    );
  return by.length > 0
    ? top
    : badParameter('top', 'top is of rows: say by which dimension the metric is split', metric.dimensions);
}

function readFlag(name: string, given: ReadonlyMap<string, string>): boolean | Refusal {
  const text = given.get(name) ?? 'false';
  return text === 'true' || text === 'false'
    ? text === 'true'
    : unknownWord(name, text, 'true or false', ['true', 'false']);
}

/** The same question, of amounts as they are. */
export const unconverted = (request: MetricRequest): MetricRequest => ({
  ...request,
  currency: null,
  by: withCurrency(request.metric, request.by, request.filter),
});

/** Money of different currencies is never added: without a filter on one, answers are split by currency. */
function withCurrency(metric: Metric, by: readonly string[], filter: Filter): string[] {
  const mixed = currenciesOf(metric.formula).filter(
    (currency) => !by.includes(currency) && filter[currency]?.length !== 1,
  );
  return [...by, ...mixed];
}

/** A 400 that lists every metric. */
function unknownMetric(name: string): Refusal {
  const allowed = METRICS.map((metric) => metric.name);
  const guess = nearest(name, allowed);
  const meant = meantBy(name);
  const hint =
    meant !== null
      ? `that is ${meant}`
      : guess === undefined
        ? 'GET /v1/metrics lists them'
        : `did you mean ${guess}?`;
  return new Refusal(400, 'unknown_metric', `there is no metric ${JSON.stringify(shorten(name))}; ${hint}`, {
    field: 'metric',
    allowed,
  });
}

/** What may be asked once, by name, and the filters; a Refusal for names that mean nothing and for repetitions. */
function singles(
  metric: Metric,
  search: URLSearchParams,
): { values: Map<string, string>; filters: string[] } | Refusal {
  const allowed = [
    ...PERIOD_PARAMETERS,
    'by',
    'filter',
    ...(isConvertible(metric.formula) ? ['currency'] : []),
    'zeros',
    'top',
    'quality',
    ...metric.parameters.map((parameter) => parameter.name),
  ];
  const values = new Map<string, string>();
  const filters: string[] = [];
  for (const [name, value] of search) {
    // Of what is no money it is refused in words of its own.
    if (!allowed.includes(name) && name !== 'currency') {
      const refusal = unknownWord('parameter', name, `a parameter of ${metric.name}`, allowed);
      return new Refusal(400, 'unknown_parameter', refusal.message, { field: name.slice(0, 80), allowed });
    }
    if (name === 'filter') filters.push(value);
    else if (values.has(name)) return badParameter(name, `${name} is given twice`);
    else values.set(name, value);
  }
  return { values, filters };
}

function readParameters(
  metric: Metric,
  given: ReadonlyMap<string, string>,
): Record<string, number> | Refusal {
  const parameters: Record<string, number> = {};
  for (const { name, doc } of metric.parameters) {
    const text = given.get(name);
    if (text === undefined) continue;
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= 0 && value <= MAX_PARAMETER))
      return badParameter(
        name,
        `${name} is ${JSON.stringify(shorten(text))} but wants a number from 0 to ${MAX_PARAMETER}: ${doc}`,
      );
    parameters[name] = value;
  }
  return parameters;
}

/** Ten years of seconds. */
const MAX_PARAMETER = 315_576_000;
