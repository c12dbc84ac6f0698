import type * as DealsApi from '@tallyboard/api/deals';
import { localDate, yearUpTo } from '@tallyboard/calendar/periods';
import { decimalText, MONEY_PLACES } from '@tallyboard/metrics/expression';
import { type Answer, answer } from '../answer.js';
import type { Answering } from '../answering.js';
import { divided } from '../conversion/rate-book.js';
import { type MetricRequest, readMetricRequest } from '../question/metric-request.js';
import { OFFICE_DAYS } from '../question/period.js';
import { Refusal, unknownWord } from '../refusal.js';
import { unitsOf } from '../units.js';

/** What the API tells of the pipeline as it is weighed, but for how recent it is. */
export type Forecast = Omit<DealsApi.Forecast, 'freshness'>;

/** What may be said of which pipeline. */
export const FORECAST_PARAMETERS = ['from', 'to', 'period', 'tz', 'by', 'filter', 'currency'] as const;

const DEFINITION =
  'What is open when the period ends, in each stage multiplied by the share of the deals closed in the year up to that day that were won, of all that were ever in that stage of that pipeline.';

/** Whose deals close alike. */
const STAGES = ['pipeline', 'stage'] as const;

export interface ForecastRequest {
  /** pipeline_value, also by pipeline and stage. */
  value: MetricRequest;
  /** By what its totals are told apart, beside the currency. */
  by: readonly string[];
}

/** Reads a query string: period, tz, by, filter and currency as pipeline_value takes them; without a period it is that of now. */
export function readForecast(search: URLSearchParams): ForecastRequest | Refusal {
  for (const name of search.keys())
    if (!FORECAST_PARAMETERS.some((known) => known === name))
      return unknownWord('parameter', name, 'a parameter of a forecast', FORECAST_PARAMETERS);
  const asked = new URLSearchParams(search);
  if (!['from', 'to', 'period'].some((name) => asked.has(name))) asked.set('period', 'today');
  const value = readMetricRequest('pipeline_value', asked.toString());
  if (value instanceof Refusal) return value;
  return { value: { ...value, by: [...new Set([...value.by, ...STAGES])] }, by: value.by };
}

/** The pipeline of a tenant, weighed by what became of deals in the year before: of everybody, so that parts add up. */
export async function forecast(
  answering: Answering,
  tenant: string,
  { value, by }: ForecastRequest,
  signal?: AbortSignal,
): Promise<Forecast | Refusal> {
  const open = await answer(answering, tenant, value, signal);
  if (open instanceof Refusal) return open;
  const { tz, to } = open.period;
  const last = Math.min(to - 1, Math.floor(answering.now() / 1_000));
  const year = yearUpTo(localDate(last, tz === OFFICE_DAYS ? 'UTC' : tz));
  const asked = readMetricRequest(
    'stage_close_rate',
    new URLSearchParams({ ...year, tz, by: STAGES.join() }).toString(),
  );
  if (asked instanceof Refusal) return asked;
  const rates = await answer(answering, tenant, asked, signal);
  if (rates instanceof Refusal) return rates;
  const { conversion } = open.answer;
  return {
    tenant,
    definition: DEFINITION,
    to: open.answer.to,
    tz,
    year,
    ...(conversion ? { conversion } : {}),
    ...weighed(open.answer, rates.answer, [...by, 'currency']),
  };
}

/** Amounts of stages times their close rates, each rounded once, and what they come to by some dimensions. */
export function weighed(
  open: Pick<Answer, 'rows'>,
  closed: Pick<Answer, 'rows'>,
  by: readonly string[],
): Pick<Forecast, 'totals' | 'stages'> {
  const keyOf = (dimensions: Readonly<Record<string, string>>, names: readonly string[]) =>
    JSON.stringify(names.map((name) => dimensions[name]));
  const rates = new Map(closed.rows.map((row) => [keyOf(row.dimensions, STAGES), row]));
  const totals = new Map<string, Total>();
  const stages = open.rows
    .filter(({ n }) => n > 0)
    .map(({ dimensions, labels, value, n }): DealsApi.ForecastStage => {
      const rate = rates.get(keyOf(dimensions, STAGES));
      const amount = unitsOf(String(value), MONEY_PLACES);
      const [won, lot] = [BigInt(rate?.numerator ?? 0), BigInt(rate?.denominator ?? 0)];
      const weight = lot > 0n ? divided(amount * won, lot) : null;
      const key = keyOf(dimensions, by);
      const total = totals.get(key) ?? nothingOf(dimensions, labels, by);
      totals.set(key, total);
      total.value += amount;
      total.deals += n;
      if (weight === null) total.unweighed += n;
      else total.weighted = (total.weighted ?? 0n) + weight;
      return {
        dimensions,
        ...(labels ? { labels } : {}),
        value: decimalText(amount),
        deals: n,
        won: Number(won),
        closed: Number(lot),
        close_rate: lot > 0n ? (rate!.value as number) : null,
        ...(lot > 0n ? { low: rate!.low!, high: rate!.high! } : {}),
        weighted: weight === null ? null : decimalText(weight),
      };
    });
  return {
    totals: [...totals.values()].map(({ value, weighted, ...rest }) => ({
      ...rest,
      value: decimalText(value),
      weighted: weighted === null ? null : decimalText(weighted),
    })),
    stages,
  };
}

type Total = Omit<DealsApi.ForecastTotal, 'value' | 'weighted'> & { value: bigint; weighted: bigint | null };

function nothingOf(
  dimensions: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> | undefined,
  by: readonly string[],
): Total {
  const own = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => by.includes(name)));
  return {
    dimensions: own(dimensions),
    ...(labels ? { labels: own(labels) } : {}),
    value: 0n,
    weighted: null,
    deals: 0,
    unweighed: 0,
  };
}
