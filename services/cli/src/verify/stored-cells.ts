import type { ClickHouse } from '@tallyboard/clickhouse/client';
import type { ComparedCell } from '@tallyboard/domain/compare';
import { columnsOf, exactSql, isMap, packedCells, zeroOf } from '@tallyboard/facts/cell-table';
import type { Fact } from '@tallyboard/facts/facts';

/** Of which buckets to read; null: all. */
export type Buckets = { tenants: string[]; buckets: number[] } | null;

/** What ClickHouse has, block by block. Sums as text, since they can be larger than a number holds. */
export async function* storedCells(
  clickhouse: ClickHouse,
  fact: Fact,
  only: Buckets,
): AsyncGenerator<ComparedCell[]> {
  const rows = clickhouse.stream<Record<string, unknown>>(
    cellsSql(fact, only !== null),
    only === null ? undefined : { tenants: only.tenants, buckets: only.buckets },
  );
  for await (const block of rows) yield block.map((row) => cellOf(fact, row));
}

/** What a cell is called whose arrays are of unequal lengths: there are no groups to tell apart. */
const RAGGED = '(arrays of unequal length)';

/**
 * Every group of a cell table: what does it say of which cell? Not by way of the view, which fails at the first cell
 * whose arrays are of unequal lengths; such a cell has one group here, which nothing can prove.
 */
export function cellsSql(fact: Fact, someBuckets: boolean): string {
  const columns = columnsOf(fact);
  const isWhole = columns
    .slice(1)
    .map((name) => `length(${name}) = length(${columns[0]})`)
    .join(' AND ');
  const asked = someBuckets
    ? `tenant IN {tenants: Array(String)}
      AND bucket IN (SELECT toDateTime(arrayJoin({buckets: Array(UInt32)}), 'UTC'))`
    : 'true';
  const measures = fact.measures.map(
    ({ name, type }) => `${exactSql(`cells.${name}`, type)} AS measure_${name}`,
  );
  const unproven = fact.measures.map(
    ({ name, type }) => `${isMap(type) ? exactSql(zeroOf({ type }), type) : "'1'"} AS measure_${name}`,
  );
  return `
SELECT
    cells.tenant AS tenant,
    toUnixTimestamp(cells.bucket) AS bucket_s,
    ${[...fact.dimensions.map((name) => `toString(cells.${name}) AS dimension_${name}`), ...measures].join(',\n    ')}
FROM
(
    SELECT tenant, bucket, ${columns.join(', ')}
    FROM ${packedCells(fact.name)} FINAL
    WHERE ${asked} AND ${isWhole}
) AS cells
ARRAY JOIN ${columns.join(', ')}
UNION ALL
SELECT
    tenant,
    toUnixTimestamp(bucket) AS bucket_s,
    ${[...fact.dimensions.map((name) => `'${RAGGED}' AS dimension_${name}`), ...unproven].join(',\n    ')}
FROM ${packedCells(fact.name)} FINAL
WHERE ${asked} AND NOT (${isWhole})`.trim();
}

function cellOf(fact: Fact, row: Record<string, unknown>): ComparedCell {
  const dimensions: Record<string, string> = {};
  for (const name of fact.dimensions) dimensions[name] = String(row[`dimension_${name}`]);
  const measures: Record<string, unknown> = {};
  for (const { name } of fact.measures) measures[name] = row[`measure_${name}`];
  return { tenant: String(row.tenant), fact: fact.name, bucket: Number(row.bucket_s), dimensions, measures };
}
