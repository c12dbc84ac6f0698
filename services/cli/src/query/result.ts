import { type Column, csvLine, table } from '../terminal/table.js';
import { formatValue, type Unit } from './format.js';

/** What the query service answers to GET /v1/metrics/{name}. */
export interface MetricResult {
  /** Whose numbers these are. */
  tenant: string;
  metric: string;
  title: string;
  unit: Unit;
  from: string;
  to: string;
  tz: string;
  interval: string;
  by: string[];
  rows: ResultRow[];
  freshness: { complete_to: string | null; lag_ms: number | null; live: boolean };
}

export interface ResultRow {
  start?: string;
  dimensions: Record<string, string>;
  labels?: Record<string, string>;
  value: number | string | null;
  n: number;
  numerator?: number | string | null;
  denominator?: number | string | null;
  low?: number | null;
  high?: number | null;
}

/** As a table for people, under a line that says what it is. */
export function resultTable(result: MetricResult): string {
  const timed = result.interval !== 'none';
  const ranged = result.rows.some((row) => typeof row.low === 'number' && typeof row.high === 'number');
  const columns: Column[] = [
    ...(timed ? [{ title: 'start' }] : []),
    ...result.by.map((title) => ({ title })),
    { title: result.metric, align: 'right' as const },
    ...(ranged ? [{ title: '95 % interval', align: 'right' as const }] : []),
    { title: 'n', align: 'right' as const },
  ];
  const rows = result.rows.map((row) => [
    ...(timed ? [row.start ?? ''] : []),
    ...result.by.map((dimension) => row.labels?.[dimension] ?? (row.dimensions[dimension] || '(none)')),
    formatValue(row.value, result.unit),
    ...(ranged ? [interval(row, result.unit)] : []),
    row.n.toLocaleString('en-US'),
  ]);
  const head = `${result.title} of ${result.tenant}, ${result.from} to ${result.to} (${result.tz})`;
  return `${head}\n\n${rows.length > 0 ? table(columns, rows) : 'Nothing in this period.'}\n\n${freshness(result)}`;
}

/** As CSV with the exact values, beginning with the tenant where one was asked for. */
export function resultCsv(result: MetricResult, { withTenant = false } = {}): string {
  const timed = result.interval !== 'none';
  const labelled = result.by.filter((dimension) =>
    result.rows.some((row) => row.labels?.[dimension] !== undefined),
  );
  const columns = [
    ...(withTenant ? ['tenant'] : []),
    ...(timed ? ['start'] : []),
    ...result.by,
    ...labelled.map((dimension) => `${dimension}_name`),
    ...['value', 'n', 'numerator', 'denominator'],
  ];
  const rows = result.rows.map((row) => [
    ...(withTenant ? [result.tenant] : []),
    ...(timed ? [row.start ?? ''] : []),
    ...result.by.map((dimension) => row.dimensions[dimension] ?? ''),
    ...labelled.map((dimension) => row.labels?.[dimension] ?? ''),
    ...[row.value, row.n, row.numerator ?? null, row.denominator ?? null].map((value) => String(value ?? '')),
  ]);
  return [columns, ...rows].map((cells) => csvLine(cells)).join('\n');
}

function interval(row: ResultRow, unit: Unit): string {
  return typeof row.low === 'number' && typeof row.high === 'number'
    ? `${formatValue(row.low, unit)} to ${formatValue(row.high, unit)}`
    : '';
}

function freshness({ freshness: { complete_to, lag_ms, live } }: MetricResult): string {
  if (live) return 'Live: every event up to now is counted.';
  if (complete_to === null) return 'Freshness unknown: the pipeline has not reported yet.';
  return `Behind: events up to ${complete_to} are counted${lag_ms === null ? '' : ` (${formatValue(lag_ms, 'ms')} ago)`}.`;
}
