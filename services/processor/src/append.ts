import type { ClickHouse } from '@tallyboard/clickhouse/client';
import type { Entity } from '@tallyboard/contracts/events';
import { eventTable } from './event-tables.js';
import type { Projection } from './project.js';

const PLACEMENT_COLUMNS = ['entity', 'tenant', 'bucket', 'entity_id'];

/** Stores the calls of a batch. Storing the same batch twice leaves the same facts. */
export async function appendCalls(clickhouse: ClickHouse, projection: Projection): Promise<void> {
  await appendEvents(clickhouse, projection, 'call');
}

/** Stores all else, with where it may be placed. */
export async function appendOthers(clickhouse: ClickHouse, projection: Projection): Promise<void> {
  const others = [...projection.rows.keys()].filter((entity) => entity !== 'call');
  await Promise.all([
    ...others.map((entity) => appendEvents(clickhouse, projection, entity)),
    clickhouse.insertRows('placements', PLACEMENT_COLUMNS, projection.placements),
  ]);
}

function appendEvents(clickhouse: ClickHouse, projection: Projection, entity: Entity): Promise<void> {
  const { table, columns } = eventTable(entity);
  return clickhouse.insertRows(table, columns, projection.rows.get(entity) ?? []);
}
