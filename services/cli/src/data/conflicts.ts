import type { ClickHouse } from '@tallyboard/clickhouse/client';

/** An identity that stands for more than one content. */
export interface Conflict {
  tenant: string;
  entity: string;
  source: string;
  event_id: string;
  /** Whom the events are about. */
  entity_ids: string[];
  types: string[];
  /** Different contents. */
  versions: number;
}

/** Which events share source and id, and do not say the same? The first `limit` of them, and how many there are. */
export async function findConflicts(
  clickhouse: ClickHouse,
  limit: number,
): Promise<{ total: number; conflicts: Conflict[] }> {
  const rows = await clickhouse.rows<Conflict & { total: number }>(CONFLICTS, { limit });
  return { total: rows[0]?.total ?? 0, conflicts: rows.map(({ total: _, ...conflict }) => conflict) };
}

const CONFLICTS = `
SELECT tenant, entity, source, event_id, entity_ids, types, versions, count() OVER () AS total
FROM event_conflicts
ORDER BY tenant, entity, source, event_id
LIMIT {limit: UInt32}`;
