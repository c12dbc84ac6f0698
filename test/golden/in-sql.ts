import type { EventType } from '@tallyboard/contracts/events';
import { factOf } from '@tallyboard/facts/facts';
import { METRICS, type Metric } from '@tallyboard/metrics/catalogue';
import { currenciesOf, dependsOnNow, readsOf } from '@tallyboard/metrics/formula';
import { metricDaily } from '@tallyboard/metrics/sql/metric-daily';
import { statementOf } from '@tallyboard/metrics/sql/statement';
import type { Pipeline } from './pipeline.js';
import { NOW, type Row } from './scenario.js';

/** The days of offices that are compared: a month with all that was before it. */
export const SPAN = { from: '2026-03-01', to: '2026-04-01' };
const SECONDS = String(NOW / 1_000);

/** A number of a metric, by rep and by currency where it is money: as text, so that money is compared digit by digit. */
export type Numbers = Map<string, { value: string | null; n: number }>;

/** By rep, and what is a share of a whole by that of which it is one. */
const splitOf = ({ formula }: Metric): string[] => [
  ...new Set(['rep', ...readsOf(formula).flatMap(({ across }) => across)]),
];

/** What the API answers of a metric by rep; groups behind which nothing stands are none. */
export async function asAnswered(pipeline: Pipeline, tenant: string, metric: Metric): Promise<Numbers> {
  const { from, to } = SPAN;
  return numbersOf(
    metric,
    await pipeline.ask(tenant, `${metric.name}?from=${from}&to=${to}&tz=office&by=${splitOf(metric)}`),
  );
}

/** The statement of a metric, see `statementOf`. */
export const asStated = async (pipeline: Pipeline, tenant: string, metric: Metric): Promise<Numbers> =>
  numbersOf(
    metric,
    await pipeline.sql(statementOf(metric, { by: splitOf(metric), now: SECONDS }), { tenant, ...SPAN }),
  );

/** What the views `metric_daily` and `metric_histogram` have of every metric in them, by `tenant/metric`, as the view `metrics` says. */
export async function asViewed(pipeline: Pipeline): Promise<Map<string, Numbers>> {
  const hows = new Map(
    (await pipeline.sql<{ name: string; how: string }>('SELECT name, how FROM metrics')).map(
      ({ name, how }) => [name, how],
    ),
  );
  const rows = await pipeline.sql<Row & { tenant: string; metric: string }>(VIEWED, SPAN);
  const found = new Map<string, Numbers>();
  for (const metric of METRICS) {
    const how = hows.get(metric.name);
    const ofMetric = rows.filter((row) => row.metric === metric.name && row.how === how);
    for (const tenant of new Set(ofMetric.map((row) => row.tenant)))
      found.set(
        `${tenant}/${metric.name}`,
        numbersOf(
          metric,
          ofMetric.filter((row) => row.tenant === tenant),
        ),
      );
  }
  return found;
}

/** Of what depends on now, the view as of the instant at which scenarios are asked. */
const daily =
  `(SELECT * FROM metric_daily WHERE metric NOT IN ({ofNow}) UNION ALL SELECT * FROM (${metricDaily(SECONDS).select}) WHERE metric IN ({ofNow}))`.replaceAll(
    '{ofNow}',
    METRICS.filter(({ formula }) => dependsOnNow(formula))
      .map(({ name }) => `'${name}'`)
      .join(', '),
  );

const VIEWED = `
WITH {from:Date} AS since, {to:Date} AS until, daily AS ${daily}
SELECT tenant, metric, rep, currency, how, value, n FROM
(
    SELECT tenant, metric, rep, currency, 'sum' AS how, toString(sum(daily.value)) AS value, sum(daily.n) AS n
    FROM daily WHERE day >= since AND day < until GROUP BY ALL
    UNION ALL
    SELECT tenant, metric, rep, currency, 'ratio', toString(sum(numerator) / nullIf(sum(denominator), 0)), sum(daily.n)
    FROM daily WHERE day >= since AND day < until GROUP BY ALL
    UNION ALL
    SELECT tenant, metric, rep, currency, 'stock at end', toString(sum(daily.value)), sum(daily.n)
    FROM daily WHERE day < until GROUP BY ALL
    UNION ALL
    SELECT tenant, metric, rep, currency, 'stock at start', toString(sum(daily.value)), sum(daily.n)
    FROM daily WHERE day < since GROUP BY ALL
    UNION ALL
    SELECT tenant, metric, rep, '', 'percentile', toString(arrayElement(quantilesExactWeightedInterpolated(0.5, 0.9, 0.95)(metric_histogram.value, metric_histogram.n), indexOf([0.5, 0.9, 0.95], any(quantile)))), toInt64(sum(metric_histogram.n))
    FROM metric_histogram INNER JOIN metrics ON metrics.name = metric
    WHERE day >= since AND day < until GROUP BY tenant, metric, rep
)`;

/** The metrics of which something can stand behind these events. */
export function metricsOf(types: readonly EventType[]): Metric[] {
  const entities = new Set<string>(types.map((type) => type.split('.')[0]!));
  return METRICS.filter(({ facts }) => facts.some((fact) => entities.has(factOf(fact).entity)));
}

/**
 * A double is told by fifteen digits: SQL adds and divides in an order of its own. What is left of a difference of great
 * amounts has no more places than these had.
 */
function numbersOf(metric: Metric, rows: readonly Row[]): Numbers {
  const { formula, unit } = metric;
  const names = new Set([...splitOf(metric), ...currenciesOf(formula)]);
  const written = (value: unknown): string | null => {
    if (value === null) return null;
    const isExact = unit === 'money' && formula.numerator === null;
    return isExact ? String(value) : String(Number(Number(Number(value).toPrecision(13)).toFixed(12)));
  };
  return new Map(
    rows
      .filter(({ n }) => Number(n) !== 0)
      .map((row): [string, { value: string | null; n: number }] => [
        [...names].map((name) => row[name]).join('/'),
        { value: written(row.value), n: Number(row.n) },
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
