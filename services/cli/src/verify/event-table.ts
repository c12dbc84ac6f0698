import type { ClickHouse } from '@tallyboard/clickhouse/client';
import { entityIdOf, entityOf } from '@tallyboard/contracts/codec';
import { isErasure } from '@tallyboard/contracts/erasure';
import type { CrmEvent, Entity } from '@tallyboard/contracts/events';
import { attributesOf, ENVELOPE } from '@tallyboard/contracts/fields';
import { ENTITIES, idFieldOf } from '@tallyboard/contracts/registry';
import { bucketOf } from '@tallyboard/domain/bucket';
import { canonicalDecimal } from '@tallyboard/domain/compare';
import { factOfEntity } from '@tallyboard/facts/facts';
import { tupleList } from '@tallyboard/facts/sql-text';
import type { LoggedEvent } from './log.js';

/** Whose rows a table has: an entity's, or those of all that were erased. */
export type Kind = Entity | 'erasure';

/** The event table of an entity: which of its columns the log decides. */
export interface EventTable {
  kind: Kind;
  name: string;
  /** The column with the id of what a row is about. */
  id: string;
  columns: readonly { name: string; type: string }[];
}

/** A row as the values of its table's columns, in forms in which equal means equal; instants as epoch ms. */
export interface EventRow {
  table: EventTable;
  values: readonly unknown[];
}

/** Which entities' rows to read; null: all. */
export type RowsOf = readonly { tenant: string; id: string }[] | null;

/** What every row has beside the fields of its event. */
const KNOWN = new Set(['type', 'digest', 'recorded_at', 'bucket']);

/** The event tables as ClickHouse has them. What is computed there (aliases, materialized columns) is left out. */
export async function eventTables(clickhouse: ClickHouse): Promise<EventTable[]> {
  const columns = await clickhouse.rows<{ table: string; name: string; type: string }>(`
    SELECT table, name, type
    FROM system.columns
    WHERE database = currentDatabase() AND default_kind NOT IN ('ALIAS', 'MATERIALIZED', 'EPHEMERAL')
    ORDER BY table, position`);
  const columnsOf = (table: string, decided: (name: string) => boolean) =>
    columns
      .filter((column) => column.table === table && decided(column.name))
      .map(({ name, type }) => ({ name, type }));
  const events = ENTITIES.map((entity): EventTable => {
    const name = `${entity}_events`;
    const fields = new Set<string>([...ENVELOPE, ...attributesOf(entity).map((field) => field.name)]);
    const decided = (column: string) => KNOWN.has(column) || fields.has(column);
    return { kind: entity, name, id: idFieldOf(entity), columns: columnsOf(name, decided) };
  });
  const erasures = columnsOf('erasures', () => true);
  return [...events, { kind: 'erasure', name: 'erasures', id: 'entity_id', columns: erasures }];
}

/** The rows of a table, duplicates merged, block by block. */
export async function* storedRows(
  clickhouse: ClickHouse,
  table: EventTable,
  only: RowsOf,
): AsyncGenerator<EventRow[]> {
  if (only?.length === 0 || table.columns.length === 0) return;
  const blocks = clickhouse.tuples(rowsSql(table, only));
  for await (const block of blocks)
    yield block.map((values) => ({
      table,
      values: values.map((value, i) => canonicalValue(value, table.columns[i]!.type)),
    }));
}

/** Every row of an event table, or of some entities: what does it hold? Integers and texts as they are. */
export function rowsSql({ id, name, columns }: EventTable, only: RowsOf): string {
  return `
SELECT ${columns.map((column) => asPlain(column.name, column.type)).join(', ')}
FROM ${name} AS events FINAL
${only ? `WHERE (events.tenant, events.${id}) IN ${tupleList(only.map(({ tenant, id }) => [tenant, id]))}` : ''}`.trim();
}

function asPlain(name: string, type: string): string {
  const column = `events.${name}`;
  if (isList(type)) return column;
  if (/\bDateTime64\b/.test(type)) return `toUnixTimestamp64Milli(${column})`;
  if (/\bDateTime\b/.test(type)) return `toUnixTimestamp(${column})`;
  return /\bDecimal\b/.test(type) ? `toString(${column})` : column;
}

/** The row that an event must be. */
export function rowOf(table: EventTable, { event, digest, recordedAt }: LoggedEvent): EventRow {
  return {
    table,
    values: table.columns.map(({ name, type }) =>
      canonicalValue(saidFor(event, digest, recordedAt, name) ?? absent(type), type),
    ),
  };
}

/** The instant that places an entity which never moves. */
const placedBy = (event: CrmEvent): string => factOfEntity(entityOf(event.type))!.bucketing[0]!;

function saidFor(event: CrmEvent, digest: number, recordedAt: number, column: string): unknown {
  const said = event as unknown as Record<string, unknown>;
  switch (column) {
    case 'digest':
      return digest;
    case 'recorded_at':
      return recordedAt;
    case 'entity':
      return entityOf(event.type);
    case 'entity_id':
      return entityIdOf(event);
    case 'bucket':
      return bucketOf(said[placedBy(event)] as number);
    default:
      return said[column];
  }
}

/** What ClickHouse stores for nothing. */
function absent(type: string): unknown {
  if (isList(type)) return [];
  if (type.includes('Nullable(')) return null;
  return /String/.test(type) ? '' : 0;
}

const isList = (type: string): boolean => type.startsWith('Array(');

/** Lists of records are written out, their fields in the order of their names, decimals without zeros at their end. */
function canonicalValue(value: unknown, type: string): unknown {
  if (isList(type)) return JSON.stringify(value, canonicalEntry);
  return typeof value === 'string' && /\bDecimal\b/.test(type) ? canonicalDecimal(value) : value;
}

function canonicalEntry(_name: string, value: unknown): unknown {
  if (typeof value === 'string' && DECIMAL.test(value)) return canonicalDecimal(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const DECIMAL = /^-?\d+(\.\d{1,12})?$/;

/** Whose row the event is, and with it the table. */
export const kindOfEvent = (event: CrmEvent): Kind => (isErasure(event) ? 'erasure' : entityOf(event.type));

export interface Identity {
  tenant: string;
  id: string;
  version: number;
  eventId: string;
  source: string;
  digest: number;
}

export const identityOf = ({ event, digest }: LoggedEvent): Identity => ({
  tenant: event.tenant,
  id: entityIdOf(event),
  version: event.source_version,
  eventId: event.event_id,
  source: event.source,
  digest,
});

/** The identity that a row has. */
export function identityOfRow(row: EventRow): Identity {
  const of = (name: string) => valueIn(row, name);
  return {
    tenant: String(of('tenant')),
    id: String(of(row.table.id)),
    version: Number(of('source_version')),
    eventId: String(of('event_id')),
    source: String(of('source')),
    digest: Number(of('digest')),
  };
}

/** The key of the messages of the entity that a row is about. */
export const keyOfRow = (row: EventRow): string =>
  [
    valueIn(row, 'tenant'),
    row.table.kind === 'erasure' ? valueIn(row, 'entity') : row.table.kind,
    valueIn(row, row.table.id),
  ].join('/');

const valueIn = ({ table, values }: EventRow, name: string): unknown =>
  values[table.columns.findIndex((column) => column.name === name)];

/** Tells identities apart, over all tables. No text of an event has a control character. */
export const identityKey = (kind: Kind, { tenant, id, version, eventId, source, digest }: Identity): string =>
  `${kind}\0${tenant}\0${id}\0${version}\0${eventId}\0${source}\0${digest}`;
