import type { ClickHouse } from '@tallyboard/clickhouse/client';
import type { ComparedCell } from '@tallyboard/domain/compare';
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

/** Every row of a cell table: what does it say of which cell? */
export function cellsSql(fact: Fact, someBuckets: boolean): string {
  const measures = fact.measures.map(({ name, type }) =>
    type === 'map' ? `cells.${name} AS measure_${name}` : `toString(cells.${name}) AS measure_${name}`,
  );
  return `
SELECT
    cells.tenant AS tenant,
    toUnixTimestamp(cells.bucket) AS bucket_s,
    ${[...fact.dimensions.map((name) => `cells.${name} AS dimension_${name}`), ...measures].join(',\n    ')}
FROM ${fact.name}_cells AS cells FINAL
${
  someBuckets
    ? `WHERE cells.tenant IN {tenants: Array(String)}
  AND cells.bucket IN (SELECT toDateTime(arrayJoin({buckets: Array(UInt32)}), 'UTC'))`
    : ''
}`.trim();
}

function cellOf(fact: Fact, row: Record<string, unknown>): ComparedCell {
  const dimensions: Record<string, string> = {};
  for (const name of fact.dimensions) dimensions[name] = String(row[`dimension_${name}`]);
  const measures: Record<string, unknown> = {};
  for (const { name } of fact.measures) measures[name] = row[`measure_${name}`];
  return { tenant: String(row.tenant), fact: fact.name, bucket: Number(row.bucket_s), dimensions, measures };
}
