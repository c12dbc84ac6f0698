import { packedCells } from './cell-table.js';
import { eventTable } from './event-table.js';
import type { Fact } from './facts.js';

/**
 * Every cell of a fact behind a given one, so many of them, in order: those in which some event ever placed something,
 * and those that exist and may have become empty. Parameters: tenant, bucket (epoch seconds), most.
 */
export function allCellsSql(fact: Fact): string {
  return `
SELECT tenant, toUnixTimestamp(bucket) AS bucket
FROM
(
    SELECT tenant, bucket FROM ${claimed(fact)} ${BEHIND} ${claimedFilter(fact)} GROUP BY tenant, bucket ORDER BY tenant, bucket LIMIT {most: UInt32}
    UNION ALL
    SELECT tenant, bucket FROM ${packedCells(fact.name)} ${BEHIND} GROUP BY tenant, bucket ORDER BY tenant, bucket LIMIT {most: UInt32}
)
GROUP BY tenant, bucket
ORDER BY tenant, bucket
LIMIT {most: UInt32}`.trim();
}

/** How many there are, about: what has not been merged yet counts as well. */
export function countCellsSql(fact: Fact): string {
  return `
SELECT uniq(tenant, bucket) AS cells
FROM
(
    SELECT tenant, bucket FROM ${claimed(fact)} ${BEHIND} ${claimedFilter(fact)}
    UNION ALL
    SELECT tenant, bucket FROM ${packedCells(fact.name)} ${BEHIND}
)`.trim();
}

const BEHIND = "WHERE (tenant, bucket) > ({tenant: String}, toDateTime({bucket: UInt32}, 'UTC'))";

/** Fixed facts lie by bucket; what moves has its claims by bucket. */
const claimed = ({ entity, placement }: Fact): string =>
  placement === 'fixed' ? eventTable(entity).table : 'placements';
const claimedFilter = ({ entity, placement }: Fact): string =>
  placement === 'fixed' ? '' : `AND entity = '${entity}'`;
