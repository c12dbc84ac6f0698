import type { CrmEvent, Entity } from '@tallyboard/contracts/events';
import { PUBLISHED } from '@tallyboard/contracts/registry';

/** Columns of every event table, in insert order, before the attributes of its entity. */
const COMMON = [
  'source_version',
  'event_id',
  'source',
  'digest',
  'type',
  'occurred_at',
  'recorded_at',
  'tenant',
] as const;
const ENVELOPE = new Set(['event_id', 'source', 'tenant', 'occurred_at', 'source_version']);

export interface EventTable {
  table: string;
  columns: readonly string[];
  /** The event as values of `columns`; instants as epoch ms. `recordedAt`: Kafka's timestamp. */
  row(event: CrmEvent, digest: number, recordedAt: number): unknown[];
}

const BUCKET_MS = 900_000;

/** Epoch seconds of the 15-minute UTC bucket of an instant in ms. */
export const bucketOf = (ms: number): number => (Math.floor(ms / BUCKET_MS) * BUCKET_MS) / 1000;

const tables = new Map<Entity, EventTable>();

/** The table of an entity's events; its attribute columns are the fields of all its contracts. */
export function eventTable(entity: Entity): EventTable {
  let table = tables.get(entity);
  if (!table) {
    table = build(entity);
    tables.set(entity, table);
  }
  return table;
}

function build(entity: Entity): EventTable {
  const attributes = [
    ...new Set(
      PUBLISHED.filter((schema) => schema.entity === entity).flatMap(({ schema }) =>
        (JSON.parse(schema) as { fields: { name: string }[] }).fields
          .map(({ name }) => name)
          .filter((name) => !ENVELOPE.has(name)),
      ),
    ),
  ];
  const fixed = entity === 'call';
  return {
    table: `${entity}_events`,
    columns: [...COMMON, ...attributes, ...(fixed ? ['bucket'] : [])],
    row(event, digest, recordedAt) {
      const values = event as unknown as Record<string, unknown>;
      const row: unknown[] = [
        event.source_version,
        event.event_id,
        event.source,
        digest,
        event.type,
        event.occurred_at,
        recordedAt,
        event.tenant,
      ];
      for (const name of attributes) row.push(values[name] ?? null);
      if (fixed) row.push(bucketOf(values.started_at as number));
      return row;
    },
  };
}
