import { entityIdOf, entityOf } from '@tallyboard/contracts/codec';
import type { ErasedEvent } from '@tallyboard/contracts/erasure';
import type { Entity } from '@tallyboard/contracts/events';
import { idFieldOf } from '@tallyboard/contracts/registry';
import { type Column, type EventTable, eventTable } from './event-table.js';
import { factOfEntity } from './facts.js';
import { tupleList } from './sql-text.js';

type Id = readonly [tenant: string, id: string];

const INSTANT = "DateTime64(3, 'UTC')";

const columns: readonly Column[] = [
  { name: 'tenant', type: 'LowCardinality(String)', doc: 'whose data it was' },
  { name: 'entity', type: 'LowCardinality(String)', doc: 'what was erased: account, lead, …' },
  { name: 'entity_id', type: 'String', doc: 'which one: its id is all that is kept of it' },
  { name: 'erased_at', type: INSTANT, doc: 'when it was asked to be forgotten' },
  { name: 'source', type: 'LowCardinality(String)', doc: 'who asked: of tally erase, by which key' },
  {
    name: 'event_id',
    type: 'String',
    doc: 'of which request it is the how manieth, and identity of the event',
  },
  { name: 'source_version', type: 'Int64', doc: 'what the source gave; of no account' },
  { name: 'digest', type: 'UInt32', doc: 'CRC-32 of what the event says' },
  { name: 'occurred_at', type: INSTANT, doc: 'when the source says that it happened' },
  { name: 'recorded_at', type: INSTANT, doc: 'when Kafka took it; of duplicates, the first' },
];

/**
 * Who was erased, whatever it was: one row an event. A table of its own, since what an entity is can have more to it than its
 * id (a call has its instant), which whoever erases it need not know.
 */
export const ERASURES: Pick<EventTable, 'table' | 'columns' | 'sorting'> & {
  row(event: ErasedEvent, digest: number, recordedAt: number): readonly unknown[];
} = {
  table: 'erasures',
  columns,
  sorting: ['tenant', 'entity', 'entity_id', 'source_version', 'event_id', 'source', 'digest'],
  row(event, digest, recordedAt) {
    const said: Record<string, unknown> = {
      ...event,
      entity: entityOf(event.type),
      entity_id: entityIdOf(event),
      digest,
      recorded_at: recordedAt,
    };
    return columns.map(({ name }) => said[name]);
  },
};

/** What a table holds of some erased entities: how many rows there are, and the statements that take them away. */
export interface Sweep {
  table: string;
  count: string;
  /** Once it is done, nobody reads them. */
  forget: string;
  /** Takes the bytes out of the parts, in the background; null: `forget` has rewritten them. */
  rewrite: string | null;
}

/** Of the events last: as long as any is there, the others are looked for. */
export function sweepsOf(entity: Entity, ids: readonly Id[]): Sweep[] {
  const erased = tupleList(ids);
  const events = eventTable(entity).table;
  const those = `(tenant, ${idFieldOf(entity)}) IN ${erased}`;
  if (entity === 'rep') return [nameless(events, `${those} AND ${IS_NAMED}`)];
  const fact = factOfEntity(entity);
  return [
    ...(fact?.placement === 'moving'
      ? [
          deleting('placements', `entity = '${entity}' AND (tenant, entity_id) IN ${erased}`),
          // Also what merges have written the other way round.
          deleting(
            'links',
            `fact = '${fact.name}' AND ((tenant, fact_id) IN ${erased} OR (entity = '${entity}' AND (tenant, entity_id) IN ${erased}))`,
          ),
        ]
      : []),
    deleting(events, those),
  ];
}

/** Which erased ones has the event table rows of? Tenant and id. */
export function leftOfErasedSql(entity: Entity): string {
  const id = idFieldOf(entity);
  return `
SELECT DISTINCT tenant, ${id} AS id
FROM ${eventTable(entity).table}
WHERE (tenant, ${id}) IN (SELECT tenant, entity_id FROM ${ERASURES.table} WHERE entity = '${entity}')${entity === 'rep' ? ` AND ${IS_NAMED}` : ''}`.trim();
}

const IS_NAMED = 'name != rep_id';

const counting = (table: string, where: string): string => `SELECT count() AS n FROM ${table} WHERE ${where}`;

/** A mask first, which is quick and hides rows from whoever reads; then parts without them. */
const deleting = (table: string, where: string): Sweep => ({
  table,
  count: counting(table, where),
  forget: `DELETE FROM ${table} WHERE ${where}`,
  rewrite: `ALTER TABLE ${table} APPLY DELETED MASK SETTINGS mutations_sync = 0`,
});

const nameless = (table: string, where: string): Sweep => ({
  table,
  count: counting(table, where),
  forget: `ALTER TABLE ${table} UPDATE name = rep_id WHERE ${where} SETTINGS mutations_sync = 2`,
  rewrite: null,
});
