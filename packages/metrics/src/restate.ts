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
 * One statement that recomputes the pending cells of a fact from its events, in full, as of now. Groups that are
 * in the stored cell and no longer in the facts get a row of zeros, so that nothing of an older revision shines through.
 */
export function restateSql(fact: Fact, cells: readonly PendingCell[]): string {
  const dimensions = fact.dimensions.join(', ');
  const own = fact.dimensions
    .filter((dimension) => !['office', 'team', 'rep'].includes(dimension))
    .join(', ');
  const measures = fact.measures.map(({ name }) => name).join(', ');
  const inPending = `IN ${cellsLiteral(cells)}`;
  return `
INSERT INTO ${fact.name}_cells (tenant, bucket, ${dimensions}, ${measures}, revision)
SELECT tenant, bucket, ${dimensions}, ${fact.measures.map(sumOf).join(', ')}, ${revisionOfCell(cells)}
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
    UNION ALL
    SELECT tenant, bucket, ${dimensions}, ${fact.measures.map(zeroOf).join(', ')}
    FROM ${fact.name}_cells
    WHERE (tenant, bucket) ${inPending}
)
GROUP BY tenant, bucket, ${dimensions}${cells.length <= FEW_CELLS ? '\nSETTINGS max_threads = 1' : ''}`;
}

/** The entities that any of their events ever placed in a pending bucket: all others need not be folded. */
function hasClaimedSql({ entity }: Fact, inPending: string): string {
  return `(tenant, ${entity}_id) IN (SELECT tenant, entity_id FROM placements WHERE entity = '${entity}' AND (tenant, bucket) ${inPending})`;
}

function sumOf({ name, type }: Fact['measures'][number]): string {
  return type === 'map' ? `sumMap(${name})` : `sum(${name})`;
}

function zeroOf({ name, type }: Fact['measures'][number]): string {
  if (type === 'map') return `CAST(map(), 'Map(UInt64, UInt64)') AS ${name}`;
  if (type === 'decimal') return `toDecimal128(0, 4) AS ${name}`;
  return type === 'sum' ? `toInt64(0) AS ${name}` : `toUInt64(0) AS ${name}`;
}

/** As text that ClickHouse casts: parsing thousands of tuple literals would cost more than the restate. */
function cellsLiteral(cells: readonly PendingCell[]): string {
  const tuples = cells.map(({ tenant, bucket }) => `(${sqlString(tenant)},${bucket})`).join(',');
  return `CAST(${sqlString(`[${tuples}]`)}, 'Array(Tuple(String, DateTime(\\'UTC\\')))')`;
}

/** Looked up rather than joined: one revision for each partition of crm.cells that the cells come from. */
function revisionOfCell(cells: readonly PendingCell[]): string {
  const [first] = cells;
  if (cells.every(({ revision }) => revision === first?.revision)) return `toUInt64(${first?.revision})`;
  const keys = cells.map(({ tenant, bucket }) => sqlString(`${bucket}/${tenant}`)).join(',');
  const revisions = cells.map(({ revision }) => revision).join(',');
  return `transform(concat(toString(toUnixTimestamp(bucket)), '/', tenant), CAST(${sqlString(`[${keys}]`)}, 'Array(String)'), CAST('[${revisions}]', 'Array(UInt64)'), toUInt64(0))`;
}
