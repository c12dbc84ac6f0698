import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { eventTable } from './event-tables.js';
import type { Projection } from './project.js';

const PLACEMENT_COLUMNS = ['entity', 'tenant', 'bucket', 'entity_id'];

/** Stores the facts. Storing the same batch twice leaves the same facts. */
export async function append(clickhouse: ClickHouse, projection: Projection): Promise<void> {
  const inserts = [...projection.rows].map(([entity, rows]) => {
    const { table, columns } = eventTable(entity);
    return clickhouse.insertRows(table, columns, rows);
  });
  await Promise.all([
    ...inserts,
    clickhouse.insertRows('placements', PLACEMENT_COLUMNS, projection.placements),
  ]);
}
