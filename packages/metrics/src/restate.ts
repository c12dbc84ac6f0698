import type { Fact } from './facts.js';
import { sqlString } from './sql-text.js';

/** A cell that must be recomputed, and the offset in crm.cells that says so. `bucket`: epoch seconds. */
export interface PendingCell {
  tenant: string;
  bucket: number;
  revision: number;
}

/** More cells than this go into several statements, so that a statement's text stays below ClickHouse's 256 KiB. */
export const MAX_CELLS_PER_RESTATE = 2_000;

/**
 * One statement that recomputes the pending cells of a fact from its events, in full, as of now. Groups that are
 * in the stored cell and no longer in the facts get a row of zeros, so that nothing of an older revision shines through.
 */
export function restateSql(fact: Fact, cells: readonly PendingCell[]): string {
  const dimensions = fact.dimensions.join(', ');
  const own = fact.dimensions
    .filter((dimension) => !['office', 'team', 'rep'].includes(dimension))
    .join(', ');
  const measures = fact.measures.map(({ name }) => name).join(', ');
  return `
INSERT INTO ${fact.name}_cells (tenant, bucket, ${dimensions}, ${measures}, revision)
WITH
    pending AS (SELECT cell.1 AS tenant, toDateTime(cell.2, 'UTC') AS bucket, cell.3 AS revision FROM (SELECT arrayJoin(${cellsLiteral(cells)}) AS cell)),
    placed AS (${fact.placed}),
    in_force AS
    (
        SELECT tenant, rep_id, effective_from, argMax(office_id, rank) AS office, argMax(team, rank) AS team
        FROM rep_events
        WHERE tenant IN (SELECT tenant FROM pending)
        GROUP BY tenant, rep_id, effective_from
    )
SELECT tenant, bucket, ${dimensions}, ${measures}, revision
FROM
(
    SELECT tenant, bucket, ${dimensions}, ${fact.measures.map(sumOf).join(', ')}
    FROM
    (
        SELECT placed.tenant AS tenant, placed.bucket AS bucket, in_force.office AS office, in_force.team AS team, placed.rep AS rep, ${own}, ${measures}
        FROM (SELECT *, toStartOfFifteenMinutes(toDateTime(place_at, 'UTC')) AS bucket FROM placed) AS placed
        ASOF LEFT JOIN in_force ON placed.tenant = in_force.tenant AND placed.rep = in_force.rep_id AND placed.dims_at >= in_force.effective_from
        WHERE (placed.tenant, placed.bucket) IN (SELECT tenant, bucket FROM pending)
        UNION ALL
        SELECT tenant, bucket, ${dimensions}, ${fact.measures.map(zeroOf).join(', ')}
        FROM ${fact.name}_cells
        WHERE (tenant, bucket) IN (SELECT tenant, bucket FROM pending)
    )
    GROUP BY tenant, bucket, ${dimensions}
) AS restated
INNER JOIN pending USING (tenant, bucket)`;
}

function sumOf({ name, type }: Fact['measures'][number]): string {
  return type === 'map' ? `sumMap(${name}) AS ${name}` : `sum(${name}) AS ${name}`;
}

function zeroOf({ name, type }: Fact['measures'][number]): string {
  if (type === 'map') return `CAST(map(), 'Map(UInt64, UInt64)') AS ${name}`;
  if (type === 'decimal') return `toDecimal128(0, 4) AS ${name}`;
  return type === 'sum' ? `toInt64(0) AS ${name}` : `toUInt64(0) AS ${name}`;
}

/** As text that ClickHouse casts: parsing thousands of tuple literals would cost more than the restate. */
function cellsLiteral(cells: readonly PendingCell[]): string {
  const tuples = cells
    .map(({ tenant, bucket, revision }) => `(${sqlString(tenant)},${bucket},${revision})`)
    .join(',');
  return `CAST(${sqlString(`[${tuples}]`)}, 'Array(Tuple(String, UInt32, UInt64))')`;
}
