import type { CrmEvent, Entity, EventType } from '@tallyboard/contracts/events';
import {
  type AvroType,
  asField,
  attributesOf,
  type Field,
  fieldsOf,
  kindOf,
  typesThatSay,
} from '@tallyboard/contracts/fields';
import { idFieldOf } from '@tallyboard/contracts/registry';
import { bucketOf } from './bucket.js';
import { factOfEntity, READS } from './facts.js';
import type { Derived } from './read.js';
import { RowWriter, writeOf } from './row-writer.js';
import { workingTimeOfEvent } from './working-time.js';

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
  /** The event's values in the order of `columns`, see RowWriter. `recordedAt`: Kafka's timestamp, epoch ms. */
  row(event: CrmEvent, digest: number, recordedAt: number): string;
}

/** What rows have beside what their events say. */
const DERIVED: Partial<Record<Entity, Derived>> = { schedule: workingTimeOfEvent };

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
  const id = idFieldOf(entity);
  const types = typesThatSay(entity);
  const hasOneType = types.length === 1;
  const sorted = [id, fixedAt, since];
  /** What every contract requires of now may be missing in one that is yet to come, unless it is what an entity is. */
  const isRequired = ({ name, nullable }: Field) => sorted.includes(name) || (hasOneType && !nullable);
  /** ClickHouse has no Nullable(Array): a list that says nothing is empty, and no list that is said is. */
  const isNullable = (field: Field) => !isRequired(field) && kindOf(field.avro) !== 'array';
  const derived = DERIVED[entity] ?? null;
  const derivedWriters = (derived?.fields ?? []).map(({ name, avro }) => ({ name, write: writeOf(avro) }));
  const writers = new Map(types.map((type) => [type, attributeWriters(type, attributes, isNullable)]));
  const writer = new RowWriter();
  const columns: Column[] = [
    ...BEFORE,
    ...attributes.map((field) => ({
      name: field.name,
      type: isNullable(field) ? `Nullable(${columnType(field.avro)})` : columnType(field.avro),
      doc: field.doc,
    })),
    ...(fixedAt ? [{ name: 'bucket', type: "DateTime('UTC')", doc: `15 minutes of ${fixedAt}` }] : []),
    ...(derived?.fields ?? []).map(({ name, avro, doc }) => ({ name, type: columnType(avro), doc })),
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
      writer.int64(event.source_version);
      writer.text(event.event_id);
      writer.text(event.source);
      writer.uint32(digest);
      writer.text(event.type);
      writer.int64(event.occurred_at);
      writer.int64(recordedAt);
      writer.text(event.tenant);
      const values = event as unknown as Record<string, unknown>;
      for (const write of writers.get(event.type)!) write(writer, values);
      if (fixedAt) writer.uint32(bucketOf(values[fixedAt] as number));
      if (derived) {
        const made = derived.of(event);
        for (const { name, write } of derivedWriters) write(writer, made[name]);
      }
      return writer.take();
    },
  };
}

/** How an event of this type says each attribute of its entity, or that it says nothing of it. */
function attributeWriters(
  type: EventType,
  attributes: readonly Field[],
  isNullable: (field: Field) => boolean,
): ((row: RowWriter, values: Record<string, unknown>) => void)[] {
  const known = new Set(fieldsOf(type).map(({ name }) => name));
  return attributes.map((field) => {
    const { name, avro } = field;
    const write = writeOf(avro);
    const isList = kindOf(avro) === 'array';
    if (!isNullable(field) && !isList) {
      if (!known.has(name)) throw new Error(`${type} has no ${name}, which the key of its table needs`);
      return (row, values) => write(row, values[name]);
    }
    /** NULL, or an empty list. */
    const nothing = isList ? 0 : 1;
    if (!known.has(name)) return (row) => row.uint8(nothing);
    return (row, values) => {
      const value = values[name];
      if (value === null) return row.uint8(nothing);
      if (!isList) row.uint8(0);
      write(row, value);
    };
  });
}

function columnType(avro: AvroType): string {
  switch (kindOf(avro)) {
    case 'timestamp-millis':
      return INSTANT;
    case 'decimal': {
      const { precision, scale } = avro as { precision: number; scale: number };
      return `Decimal(${precision}, ${scale})`;
    }
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
