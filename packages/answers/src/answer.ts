import type * as Api from '@tallyboard/api/query';
import { localIso } from '@tallyboard/calendar/periods';
import { factOf } from '@tallyboard/facts/facts';
import { factsOf, readsBefore } from '@tallyboard/metrics/formula';
import { withDefaults } from '@tallyboard/metrics/parameter';
import type { Answering } from './answering.js';
import { countedOf } from './counted.js';
import { LIMITS } from './limits.js';
import { Opening } from './opening.js';
import { inForce, membershipsOf } from './people.js';
import { periodOf } from './period-of.js';
import { EVER, qualityOf } from './quality/quality.js';
import type { AskedPeriod } from './question/asked-period.js';
import type { MetricRequest } from './question/metric-request.js';
import { OFFICE_DAYS } from './question/period.js';
import { labelsOf } from './reference.js';
import { badParameter, Refusal } from './refusal.js';
import { rowsOf } from './rows.js';
import { wilson } from './wilson.js';

/** What the API answers, but for how recent it is: that is of the whole pipeline. */
export type Answer = Omit<Api.Answer, 'freshness'>;

/**
 * Answers a question of a tenant. A Refusal when it turns out too large; rejects once `signal` is aborted. Who asks the
 * same again and again hands in an `opening`, so that stocks need not read all of history each time.
 */
export async function answer(
  { database, reference, now }: Answering,
  tenant: string,
  request: MetricRequest,
  signal?: AbortSignal,
  opening = new Opening(),
): Promise<{ answer: Answer; period: AskedPeriod } | Refusal> {
  const { metric, by, filter, zeros } = request;
  const period = await periodOf({ database, reference, now }, tenant, request);
  if (period instanceof Refusal) return period;
  const { clocks } = period;
  const nowSeconds = Math.floor(now() / 1_000);
  const [counted, names, memberships, quality] = await Promise.all([
    countedOf(database, tenant, request, period, { now: nowSeconds, opening, signal }),
    reference(tenant),
    zeros ? membershipsOf(database, tenant, signal) : null,
    request.quality ? qualityOf(database, tenant, ...eventsOf(request, period), signal) : null,
  ]);
  const everyone = memberships && inForce(memberships, names.offices.keys(), { by, filter, clocks });
  const isCut = counted.some(({ rows }) => rows.length > LIMITS.rows);
  const parameters = withDefaults(metric.parameters, request.parameters);
  const table = { by, clocks, now: nowSeconds, parameters, everyone, maxRows: LIMITS.rows };
  const rows = isCut ? null : rowsOf(metric.formula, counted, table);
  if (!rows)
    return badParameter(
      'by',
      `the answer has more than ${LIMITS.rows} rows: filter it, split it by less, or take longer intervals`,
    );
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
