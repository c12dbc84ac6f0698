import type * as Api from '@tallyboard/api/query';
import { localIso } from '@tallyboard/calendar/periods';
import { factOf } from '@tallyboard/facts/facts';
import { countsWorkingDays, currenciesOf, factsOf, readsBefore } from '@tallyboard/metrics/formula';
import { withDefaults } from '@tallyboard/metrics/parameter';
import type { Answering } from './answering.js';
import { convertedRows, countedFor, ratesFor } from './conversion/converted.js';
import { LIMITS } from './limits.js';
import { Opening } from './opening.js';
import { inForce, membershipsOf } from './people.js';
import { periodOf } from './period-of.js';
import { EVER, qualityOf } from './quality/quality.js';
import type { AskedPeriod } from './question/asked-period.js';
import type { MetricRequest } from './question/metric-request.js';
import { OFFICE_DAYS } from './question/period.js';
import { labelsOf } from './reference.js';
import { Refusal } from './refusal.js';
import { topOf } from './rows.js';
import { schedulesOf } from './schedule-versions.js';
import { wilson } from './wilson.js';
import { workingDaysBy } from './working-days.js';

/** What the API answers, but for how recent it is: that is of the whole pipeline. */
export type Answer = Omit<Api.Answer, 'freshness'>;

/**
 * Answers a question of a tenant. A Refusal when it turns out too large; rejects once `signal` is aborted. Who asks the
 * same again and again hands in an `opening`, so that stocks need not read all of history each time.
 */
export async function answer(
  { database, reference, now, maxRows = LIMITS.rows }: Answering,
  tenant: string,
  request: MetricRequest,
  signal?: AbortSignal,
  opening = new Opening(),
): Promise<{ answer: Answer; period: AskedPeriod } | Refusal> {
  const { metric, filter, zeros } = request;
  const period = await periodOf({ database, reference, now }, tenant, request);
  if (period instanceof Refusal) return period;
  const { clocks } = period;
  const nowSeconds = Math.floor(now() / 1_000);
  const rates = await ratesFor(database, tenant, request, clocks, nowSeconds, signal);
  if (rates instanceof Refusal) return rates;
  const [counted, names, memberships, schedules, quality] = await Promise.all([
    countedFor(database, tenant, request, period, rates, {
      now: nowSeconds,
      opening,
      signal,
      ...(request.currency === null ? { maxRows } : {}),
    }),
    reference(tenant),
    zeros ? membershipsOf(database, tenant, signal) : null,
    countsWorkingDays(metric.formula) ? schedulesOf(database, tenant, signal) : null,
    request.quality ? qualityOf(database, tenant, ...eventsOf(request, period), signal) : null,
  ]);
  const tableOf = ({ by }: Pick<MetricRequest, 'by'>) => ({
    by,
    clocks,
    now: nowSeconds,
    parameters: withDefaults(metric.parameters, request.parameters),
    everyone: memberships && inForce(memberships, names.offices.keys(), { by, filter, clocks }),
    ...(schedules
      ? { workingDays: workingDaysBy({ period, filter, now: nowSeconds, schedules, names }) }
      : {}),
    maxRows,
  });
  const found = convertedRows(request, rates, counted, tableOf);
  if (found instanceof Refusal) return found;
  const { by, conversion } = found;
  const rows =
    request.top === null ? found.rows : topOf(found.rows, request.top, currenciesOf(metric.formula));
  return {
    period,
    answer: {
      tenant,
      metric: metric.name,
      title: metric.title,
      unit: metric.unit,
      better: metric.better,
      from: localIso(period.from, shownIn(period)),
      to: localIso(period.to, shownIn(period)),
      tz: period.tz,
      interval: period.interval,
      by: [...by],
      ...(conversion ? { conversion } : null),
      rows: rows.map(({ i, dimensions, ...numbers }) => ({
        ...(period.interval === 'none' ? {} : { start: period.starts[i]! }),
        dimensions,
        ...labelsOf(names, dimensions),
        ...numbers,
        ...(metric.formula.isShare ? wilson(Number(numbers.numerator), Number(numbers.denominator)) : null),
      })),
      ...(quality ? { quality } : null),
    },
  };
}

/** Where several zones have their own days, the first and the last instant of all of them are told by none of their clocks. */
const shownIn = ({ tz }: AskedPeriod) => (tz === OFFICE_DAYS ? 'UTC' : tz);

/** The events behind an answer: of which entities, and when. What is in stock has all of history behind it. */
const eventsOf = ({ metric: { formula } }: MetricRequest, { from, to }: AskedPeriod) =>
  [
    factsOf(formula).map((fact) => factOf(fact).entity),
    { from: readsBefore(formula) ? EVER.from : from, to },
  ] as const;
