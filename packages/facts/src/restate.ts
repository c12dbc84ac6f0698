import type { Fact } from './fact.js';
import { sqlString } from './sql-text.js';

/** A cell that must be recomputed, and the offset in crm.cells that says so. `bucket`: epoch seconds. */
export interface PendingCell {
  tenant: string;
  bucket: number;
  revision: number;
}

/** More cells than this go into several statements: each names them a few times. */
export const MAX_CELLS_PER_RESTATE = 2_000;

/** Up to so many, handing work to other threads costs more than it gains. */
const FEW_CELLS = 50;

/**
 * One statement that recomputes the pending cells of a fact from its events, in full, as of now. A cell is written as
 * one row, also when nothing is left in it: of an older revision nothing can shine through, whenever it lands.
 */
export function restateSql(fact: Fact, cells: readonly PendingCell[]): string {
  const dimensions = fact.dimensions.join(', ');
  const own = fact.dimensions
    .filter((dimension) => !['office', 'team', 'rep'].includes(dimension))
    .join(', ');
  const columns = columnsOf(fact);
  const measures = fact.measures.map(({ name }) => name).join(', ');
  const inPending = `IN ${cellsLiteral(cells)}`;
  return `
INSERT INTO ${packedCells(fact.name)} (tenant, bucket, ${columns.join(', ')}, revision)
SELECT tenant, bucket, ${columns.map((name) => `groupArrayIf(${name}, is_group)`).join(', ')}, max(announced_at)
FROM
(
    SELECT tenant, bucket, ${dimensions}, ${fact.measures.map(sumOf).join(', ')}, toUInt64(0) AS announced_at, true AS is_group
    FROM
    (
        SELECT placed.tenant AS tenant, placed.bucket AS bucket, in_force.office_id AS office, in_force.team AS team, placed.rep AS rep, ${own}, ${measures}
        FROM
        (
            SELECT *
            FROM ${fact.name}_places
            WHERE (tenant, bucket) ${inPending}${fact.entity === 'call' ? '' : ` AND ${hasClaimedSql(fact, inPending)}`}
        ) AS placed
        ASOF LEFT JOIN
        (
            SELECT tenant, rep_id, effective_from, office_id, team
            FROM rep_history
            WHERE tenant IN [${[...new Set(cells.map(({ tenant }) => sqlString(tenant)))].join(',')}]
        ) AS in_force
        ON placed.tenant = in_force.tenant AND placed.rep = in_force.rep_id AND placed.dims_at >= in_force.effective_from
    )
    GROUP BY tenant, bucket, ${dimensions}
    UNION ALL
    SELECT pending.1, pending.2, ${fact.dimensions.map(() => "''").join(', ')}, ${fact.measures.map(zeroOf).join(', ')}, pending.3, false
    FROM (SELECT arrayJoin(${pendingLiteral(cells)}) AS pending)
)
GROUP BY tenant, bucket${cells.length <= FEW_CELLS ? '\nSETTINGS max_threads = 1' : ''}`;
}

/** The table with one row a cell: its groups in arrays. `<fact>_cells` is a view of it, one row a group. */
export const packedCells = (fact: string): string => `${fact}_cells_packed`;

/** The columns of a fact's cells, dimensions first. */
export const columnsOf = (fact: Fact): string[] => [
  ...fact.dimensions,
  ...fact.measures.map(({ name }) => name),
];

/** The entities that any of their events ever placed in a pending bucket: all others need not be folded. */
function hasClaimedSql({ entity }: Fact, inPending: string): string {
  return `(tenant, ${entity}_id) IN (SELECT tenant, entity_id FROM placements WHERE entity = '${entity}' AND (tenant, bucket) ${inPending})`;
}

function sumOf({ name, type }: Fact['measures'][number]): string {
  return `${type === 'map' ? 'sumMap' : 'sum'}(${name}) AS ${name}`;
}

function zeroOf({ type }: Fact['measures'][number]): string {
  if (type === 'map') return `CAST(map(), 'Map(UInt64, UInt64)')`;
  if (type === 'decimal') return 'toDecimal128(0, 4)';
  return type === 'sum' ? 'toInt64(0)' : 'toUInt64(0)';
}

/** As text that ClickHouse casts: parsing thousands of tuple literals would cost more than the restate. */
function cellsLiteral(cells: readonly PendingCell[]): string {
  const tuples = cells.map(({ tenant, bucket }) => `(${sqlString(tenant)},${bucket})`).join(',');
  return `CAST(${sqlString(`[${tuples}]`)}, 'Array(Tuple(String, DateTime(\\'UTC\\')))')`;
}

/** The same with what announced each: cells come from several partitions of crm.cells. */
function pendingLiteral(cells: readonly PendingCell[]): string {
  const tuples = cells
    .map(({ tenant, bucket, revision }) => `(${sqlString(tenant)},${bucket},${revision})`)
    .join(',');
  return `CAST(${sqlString(`[${tuples}]`)}, 'Array(Tuple(String, DateTime(\\'UTC\\'), UInt64))')`;
}
