import type * as Api from '@tallyboard/api/query';
import { accruesMoney, currenciesOf } from '@tallyboard/metrics/formula';
import type { Clock } from '../clocks.js';
import { type CountedOptions, countedOf } from '../counted.js';
import type { Database } from '../database.js';
import type { Counted } from '../groups.js';
import { LIMITS } from '../limits.js';
import { Opening } from '../opening.js';
import type { AskedPeriod } from '../question/asked-period.js';
import { type MetricRequest, unconverted } from '../question/metric-request.js';
import { badParameter, type Refusal } from '../refusal.js';
import { type Row, rowsOf, type Table } from '../rows.js';
import { Conversion } from './conversion.js';
import { type Rates, ratesOf } from './rates.js';

/** The rates that a question converts by; null: by none. */
export async function ratesFor(
  database: Database,
  tenant: string,
  { metric, currency: target }: MetricRequest,
  clocks: readonly Clock[],
  /** Epoch seconds. */
  now: number,
  signal?: AbortSignal,
): Promise<Rates | Refusal | null> {
  if (target === null) return null;
  const sinceEver = accruesMoney(metric.formula);
  return ratesOf(database, tenant, { target, clocks, now, sinceEver }, signal);
}

/**
 * What cells add up to for a question: of what is converted, by currency and between the days on which a rate changes. One row
 * too many says that there were more than `maxRows`.
 */
export function countedFor(
  database: Database,
  tenant: string,
  request: MetricRequest,
  period: AskedPeriod,
  rates: Rates | null,
  options: CountedOptions,
): Promise<Counted[]> {
  if (!rates) return countedOf(database, tenant, request, period, options);
  const by = [...new Set([...request.by, ...currenciesOf(request.metric.formula)])];
  const { segments } = rates;
  return countedOf(database, tenant, { ...request, by }, period, {
    maxRows: LIMITS.converted,
    ...options,
    // What was told apart by rates is of no use when these change.
    ...(accruesMoney(request.metric.formula) ? { opening: new Opening() } : {}),
    segments,
  });
}

interface Found {
  by: readonly string[];
  rows: readonly Row[];
  conversion: Api.Conversion | null;
}

/**
 * The rows of a question, converted where it says so: amounts as they are, by currency, where a rate is missing, since what
 * remains is no sum of all.
 */
export function convertedRows(
  request: MetricRequest,
  rates: Rates | null,
  counted: readonly Counted[],
  tableOf: (request: Pick<MetricRequest, 'by'>) => Omit<Table, 'conversion'>,
): Found | Refusal {
  const { formula } = request.metric;
  const table = tableOf(request);
  const most = rates ? LIMITS.converted : table.maxRows;
  const tooManyRows = () => moreRowsThan(table.maxRows);
  if (counted.some(({ rows }) => rows.length > most)) return rates ? tooManySums() : tooManyRows();
  const conversion = rates && new Conversion(rates, table.clocks, table.now);
  const converted = rowsOf(formula, counted, { ...table, conversion });
  if (!conversion || conversion.isComplete)
    return converted
      ? { by: request.by, rows: converted, conversion: conversion?.told() ?? null }
      : tooManyRows();
  const { by } = unconverted(request);
  const rows = rowsOf(formula, counted, { ...tableOf({ by }), conversion: null });
  return rows ? { by, rows, conversion: conversion.told() } : tooManyRows();
}

const moreRowsThan = (maxRows: number): Refusal =>
  badParameter(
    'by',
    `the answer has more than ${maxRows} rows: filter it, split it by less, or take longer intervals`,
  );

const tooManySums = (): Refusal =>
  badParameter(
    'currency',
    `more than ${LIMITS.converted.toLocaleString('en-US')} sums would be converted, one for each row, currency and rate: filter it, split it by less, or take a shorter period`,
  );
