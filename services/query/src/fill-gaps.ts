import type { Metric } from '@tallyboard/metrics/catalogue';
import type { MetricRow } from '@tallyboard/metrics/query';

/**
 * The rows with those added that ClickHouse leaves out because nothing is in them: every interval that has begun of
 * every group that occurs, and the one number when nothing is split. Intervals still to come are left out unless
 * something is dated in them. Ordered by interval, then by value (highest first). Null when these would be more
 * than `maxRows`.
 *
 * A group behind which nothing stands in any interval does not occur: its cells are of other metrics, or are the zeros
 * that a restate left where something was once counted, and an answer depends on the events alone, not on their order.
 */
export function fillGaps(
  metric: Metric,
  by: readonly string[],
  bounds: readonly number[],
  found: readonly MetricRow[],
  nowSeconds: number,
  maxRows: number,
): MetricRow[] | null {
  const intervals = metric.kind === 'oldest' ? 1 : bounds.length - 1;
  const hasBegun = (i: number) => intervals === 1 || bounds[i]! <= nowSeconds;
  const keyOf = (row: MetricRow) => JSON.stringify(by.map((dimension) => row[dimension]));
  const groups = new Map<string, MetricRow>();
  const present = new Set<string>();
  const rows: MetricRow[] = [];
  const occurring = new Set(found.filter(({ n }) => n !== 0).map(keyOf));
  for (const row of found) {
    if (!hasBegun(row.i) && (metric.kind === 'stock' || row.n === 0)) continue;
    const key = keyOf(row);
    if (by.length > 0 && !occurring.has(key)) continue;
    groups.set(key, row);
    present.add(`${row.i} ${key}`);
    rows.push(row);
  }
  if (groups.size * intervals > maxRows) return null;
  if (by.length === 0) groups.set('[]', { ...EMPTY });
  for (let i = 0; i < intervals; i += 1)
    for (const [key, group] of hasBegun(i) ? groups : [])
      if (!present.has(`${i} ${key}`)) rows.push(emptyRow(metric, by, i, group));
  return rows.sort(
    (a, b) => a.i - b.i || rank(b.value) - rank(a.value) || keyOf(a).localeCompare(keyOf(b), 'en'),
  );
}

const EMPTY = { i: 0, value: null, n: 0, numerator: null, denominator: null };

/** Nothing counted is zero; a quotient or percentile of nothing is unknown. */
function emptyRow(metric: Metric, by: readonly string[], i: number, group: MetricRow): MetricRow {
  const { kind, unit } = metric;
  const isTotal = kind === 'count' || kind === 'sum' || kind === 'stock';
  const isQuotient = kind === 'ratio' || kind === 'mean' || kind === 'cohort' || kind === 'within';
  const sums = isQuotient ? { numerator: 0, denominator: 0 } : {};
  const dimensions = Object.fromEntries(by.map((dimension) => [dimension, group[dimension] ?? '']));
  return { ...dimensions, ...EMPTY, ...sums, i, value: isTotal ? (unit === 'money' ? '0' : 0) : null };
}

const rank = (value: MetricRow['value']) => (value === null ? Number.NEGATIVE_INFINITY : Number(value));
