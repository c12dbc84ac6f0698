import type { Entity } from '@tallyboard/contracts/events';
import { columnsOf, isMap, packedCells, zeroOf } from './cell-table.js';
import type { Measure } from './define.js';
import { mentionedSql } from './described.js';
import { eventTable } from './event-table.js';
import { type Fact, factOfEntity } from './facts.js';
import { claimedSql, placedSql } from './placed.js';
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
 * one row, also when nothing is left in it: of an older revision nothing can shine through, whenever it lands. `merging`:
 * whether anything in them was ever merged, see `mergingSql`; `touching`: whether campaigns may have touched any of it,
 * see `touchingSql`.
 */
export function restateSql(
  fact: Fact,
  cells: readonly PendingCell[],
  { merging = false, touching = true } = {},
): string {
  const dimensions = fact.dimensions.join(', ');
  const columns = columnsOf(fact);
  const placed = placedSql(fact, {
    columns: ['tenant', 'bucket', ...columns],
    within: inPending(cells),
    tenants: `[${[...new Set(cells.map(({ tenant }) => sqlString(tenant)))].join(',')}]`,
    merging,
    touching,
  });
  return `
INSERT INTO ${packedCells(fact.name)} (tenant, bucket, ${columns.join(', ')}, revision)
SELECT tenant, bucket, ${columns.map((name) => `groupArrayIf(${name}, is_group)`).join(', ')}, max(announced_at)
FROM
(
    SELECT tenant, bucket, ${dimensions}, ${fact.measures.map(sumOf).join(', ')}, toUInt64(0) AS announced_at, true AS is_group
    FROM
    (
        ${placed}
    )
    GROUP BY tenant, bucket, ${dimensions}
    UNION ALL
    SELECT pending.1, pending.2, ${fact.dimensions.map(() => "''").join(', ')}, ${fact.measures.map(zeroOf).join(', ')}, pending.3, false
    FROM (SELECT arrayJoin(${pendingLiteral(cells)}) AS pending)
)
GROUP BY tenant, bucket${cells.length <= FEW_CELLS ? '\nSETTINGS max_threads = 1' : ''}`;
}

/**
 * Whether anything that may count in these cells was ever merged, or what it is described by: a row, or none. Its links go both
 * ways. Null: merging changes nothing of such a fact.
 */
export function mergingSql(
  { entity, described, merges }: Fact,
  cells: readonly PendingCell[],
): string | null {
  const tenants = [...new Set(cells.map(({ tenant }) => sqlString(tenant)))].join(', ');
  const among = (merged: Entity, ids: string) => `SELECT 1 AS merging FROM links
    WHERE entity = '${merged}' AND fact = '${factOfEntity(merged)!.name}' AND tenant IN (${tenants})
    AND (tenant, entity_id) IN (${ids}) LIMIT 1`;
  if (merges) return among(entity, claimedSql(entity, inPending(cells)));
  return (
    described && among(described.entity, mentionedSql(described, eventTable(entity).table, inPending(cells)))
  );
}

/** Whether anything that may count in these cells may be credited to what touched it: a row, or none. */
export function touchingSql({ entity, credited }: Fact, cells: readonly PendingCell[]): string | null {
  return credited && `${credited.touching(claimedSql(entity, inPending(cells)))} LIMIT 1`;
}

function sumOf({ name, type }: Measure): string {
  return `${isMap(type) ? 'sumMap' : 'sum'}(${name}) AS ${name}`;
}

const inPending = (cells: readonly PendingCell[]): string => `(tenant, bucket) IN ${cellsLiteral(cells)}`;

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
