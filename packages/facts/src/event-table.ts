import type { CrmEvent, Entity } from '@tallyboard/contracts/events';
import { type AvroType, asField, attributesOf, kindOf } from '@tallyboard/contracts/fields';
import { EVENT_TYPES, latest } from '@tallyboard/contracts/registry';
import { bucketOf } from './bucket.js';
import { factOfEntity, READS } from './facts.js';

export interface Column {
  name: string;
  /** Of ClickHouse. */
  type: string;
  doc: string;
  /** Expression of what rows hold that were written without it. */
  whenMissing?: string;
  /** Expression that it stands for: nothing is stored of it. */
  computedBy?: string;
  /** How it is compressed, where not as the server does by itself. */
  codec?: string;
}

/** Where an entity's events are kept: one row for each, the truth in ClickHouse. */
export interface EventTable {
  table: string;
  columns: readonly Column[];
  /** Columns of the sorting key: what an entity is, then the order of its events. Events that are equal in it are one. */
  sorting: readonly string[];
  /** The event as a JSON array of values in the order of `columns`; instants as epoch ms. `recordedAt`: Kafka's timestamp. */
  row(event: CrmEvent, digest: number, recordedAt: number): string;
}

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

const INSTANT = "DateTime64(3, 'UTC')";
const BEFORE: readonly Column[] = [
  {
    name: 'source_version',
    type: 'Int64',
    doc: 'grows with each change of the entity: what the source gave, 2^52 more where that is occurred_at; occurred_at where it gave none',
  },
  { name: 'event_id', type: 'String', doc: 'identity of the event, with source' },
  { name: 'source', type: 'LowCardinality(String)', doc: 'the system that said it' },
  {
    name: 'digest',
    type: 'UInt32',
    doc: 'CRC-32 of what it says; tells two contents under one identity apart',
  },
  { name: 'type', type: 'LowCardinality(String)', doc: 'type of the event' },
  { name: 'occurred_at', type: INSTANT, doc: 'when the source says that it happened' },
  { name: 'recorded_at', type: INSTANT, doc: 'when Kafka took it; of duplicates, the first' },
  { name: 'tenant', type: 'LowCardinality(String)', doc: 'whose data it is' },
];

function build(entity: Entity): EventTable {
  const attributes = attributesOf(entity);
  const fact = factOfEntity(entity);
  const fixedAt = fact?.placement === 'fixed' ? fact.bucketing[0]! : null;
  const since = READS.find((read) => read.entity === entity)?.since ?? null;
  const id = `${entity}_id`;
  const hasOneType = EVENT_TYPES.filter((type) => latest(type).entity === entity).length === 1;
  /** ClickHouse has no Nullable(Array): a list that says nothing is empty, and no list that is said is. */
  const said = attributes.map(({ name, avro }) => ({ name, nothing: kindOf(avro) === 'array' ? [] : null }));
  const sorted = [id, fixedAt, since];
  /** What every contract requires of now may be missing in one that is yet to come, unless it is what an entity is. */
  const isRequired = (name: string, nullable: boolean) => sorted.includes(name) || (hasOneType && !nullable);
  const columns: Column[] = [
    ...BEFORE,
    ...attributes.map(({ name, avro, nullable, doc }) => ({
      name,
      type:
        isRequired(name, nullable) || kindOf(avro) === 'array'
          ? columnType(avro)
          : `Nullable(${columnType(avro)})`,
      doc,
    })),
    ...(fixedAt ? [{ name: 'bucket', type: "DateTime('UTC')", doc: `15 minutes of ${fixedAt}` }] : []),
  ];
  return {
    table: `${entity}_events`,
    columns,
    sorting: [
      'tenant',
      ...(fixedAt ? ['bucket', fixedAt] : []),
      id,
      ...(since ? [since] : []),
      'source_version',
      'event_id',
      'source',
      'digest',
    ],
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
      for (const { name, nothing } of said) row.push(values[name] ?? nothing);
      if (fixedAt) row.push(bucketOf(values[fixedAt] as number));
      return JSON.stringify(row);
    },
  };
}

function columnType(avro: AvroType): string {
  switch (kindOf(avro)) {
    case 'timestamp-millis':
      return INSTANT;
    case 'decimal':
      return 'Decimal(18, 4)';
    case 'int':
      return 'Int32';
    case 'long':
      return 'Int64';
    case 'boolean':
      return 'Bool';
    case 'array':
      return `Array(${columnType((avro as { items: AvroType }).items)})`;
    case 'record':
      return `Tuple(${(avro as { fields: Parameters<typeof asField>[0][] }).fields
        .map(asField)
        .map(({ name, avro: type, nullable }) =>
          nullable ? `${name} Nullable(${columnType(type)})` : `${name} ${columnType(type)}`,
        )
        .join(', ')})`;
    default:
      return 'String';
  }
}
