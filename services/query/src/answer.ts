import type { Metric } from '@tallyboard/metrics/catalogue';
import { buildExtentQuery, buildMetricQuery, type MetricRow } from '@tallyboard/metrics/query';
import type { Database } from './database.js';
import { fillGaps } from './fill-gaps.js';
import { LIMITS } from './limits.js';
import type { MetricRequest } from './metric-request.js';
import { type Extent, localIso, type Period, resolvePeriod } from './periods.js';
import { isProportion } from './proportion.js';
import { labelOf, type Reference } from './reference.js';
import { badParameter, Refusal } from './refusal.js';
import { wilson } from './wilson.js';

export interface AnswerRow {
  /** Start of the interval; only when there are several. */
  start?: string;
  dimensions: Record<string, string>;
  /** Names of the office and rep. */
  labels?: Record<string, string>;
  /** A sum of money is a decimal string; null: there is nothing to divide by. */
  value: number | string | null;
  /** How many stand behind the value. */
  n: number;
  numerator: number | string | null;
  denominator: number | string | null;
  /** 95 % interval of a share. */
  low?: number;
  high?: number;
}

export interface Answer {
  /** Whose numbers these are. */
  tenant: string;
  metric: string;
  title: string;
  unit: Metric['unit'];
  better: Metric['better'];
  from: string;
  to: string;
  tz: string;
  interval: string;
  by: readonly string[];
  rows: AnswerRow[];
}

export interface Answering {
  database: Database;
  reference: Reference;
  /** Epoch ms. */
  now(): number;
}

/** Runs a request for a tenant. A Refusal when it turns out too large; rejects once `signal` is aborted. */
export async function answer(
  { database, reference, now }: Answering,
  tenant: string,
  request: MetricRequest,
  signal?: AbortSignal,
): Promise<{ answer: Answer; period: Period } | Refusal> {
  const { metric, by, filter, parameters } = request;
  const period = await periodOf(database, tenant, request, now());
  if (period instanceof Refusal) return period;
  const nowSeconds = Math.floor(now() / 1_000);
  const { sql, params } = buildMetricQuery(metric, {
    tenant,
    bounds: period.bounds,
    by,
    filter,
    parameters,
    now: nowSeconds,
  });
  const limited = `SELECT * FROM (${sql}) LIMIT ${LIMITS.rows + 1} SETTINGS max_execution_time = ${LIMITS.querySeconds}`;
  const [found, names] = await Promise.all([
    database.rows<MetricRow>(limited, params, signal),
    reference(tenant),
  ]);
  const rows = fillGaps(metric, by, period.bounds, found, nowSeconds, LIMITS.rows);
  if (!rows || found.length > LIMITS.rows)
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
      from: localIso(period.bounds[0]!, period.tz),
      to: localIso(period.bounds.at(-1)!, period.tz),
      tz: period.tz,
      interval: period.interval,
      by,
      rows: rows.map((row) => {
        const dimensions = Object.fromEntries(
          by.map((dimension) => [dimension, String(row[dimension] ?? '')]),
        );
        const labels = Object.entries(dimensions).flatMap(([dimension, id]) => {
          const label = labelOf(names, dimension, id);
          return label === undefined ? [] : [[dimension, label]];
        });
        return {
          ...(period.interval === 'none' ? {} : { start: localIso(period.bounds[row.i]!, period.tz) }),
          dimensions,
          ...(labels.length > 0 ? { labels: Object.fromEntries(labels) as Record<string, string> } : {}),
          value: row.value,
          n: row.n,
          numerator: row.numerator,
          denominator: row.denominator,
          ...(isProportion(metric) ? wilson(Number(row.numerator), Number(row.denominator)) : null),
        };
      }),
    },
  };
}

/** The request's span as of `nowMs`; asks for the extent of the data when the span depends on it. */
export async function periodOf(
  database: Database,
  tenant: string,
  { metric, period }: MetricRequest,
  nowMs: number,
): Promise<Period | Refusal> {
  const isAll = period.span.kind === 'named' && period.span.name === 'all';
  return resolvePeriod(period, nowMs, isAll ? await extentOf(database, tenant, metric) : null);
}

async function extentOf(database: Database, tenant: string, metric: Metric): Promise<Extent | null> {
  const { sql, params } = buildExtentQuery(metric, tenant);
  const [row] = await database.rows<Extent & { cells: number }>(sql, params);
  return row && row.cells > 0 ? { first: row.first, last: row.last } : null;
}
