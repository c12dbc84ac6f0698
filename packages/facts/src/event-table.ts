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
import { idFieldOf, isErasureType } from '@tallyboard/contracts/registry';
import type { EventBytes } from '@tallyboard/contracts/scan';
import { bucketOf } from './bucket.js';
import { factOfEntity, READS } from './facts.js';
import { type Copier, constant, copierOf, number } from './native/copies.js';
import type { Derived } from './read.js';
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
  /** The event's values in the order of `columns`. `recordedAt`: Kafka's timestamp, epoch ms. */
  row(event: CrmEvent, digest: number, recordedAt: number): readonly unknown[];
  /** What adds events of this shape to a block of `columns`, as they lie in their messages. Null: it adds none. */
  copier(shape: EventBytes['shape']): Copier | null;
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
  for (const type of types) holdKey(type, attributes, isNullable);
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
      const said: Record<string, unknown> = { ...event, digest, recorded_at: recordedAt };
      if (fixedAt) said.bucket = bucketOf(said[fixedAt] as number);
      if (derived) Object.assign(said, derived.of(event));
      return columns.map(({ name }) => said[name] ?? null);
    },
    copier(shape) {
      if (derived || isErasureType(shape.type)) return null;
      const at = shape.fields.findIndex(({ name }) => name === fixedAt);
      return copierOf(columns, shape, {
        digest: number((event) => event.digest),
        type: constant(shape.type),
        recorded_at: number((_event, recordedAt) => recordedAt),
        ...(fixedAt && { bucket: number((event) => bucketOf(event.numbers[at]!)) }),
      });
    },
  };
}

/** Throws when an event of this type cannot say what the key of its table needs. */
function holdKey(type: EventType, attributes: readonly Field[], isNullable: (field: Field) => boolean): void {
  const known = new Set(fieldsOf(type).map(({ name }) => name));
  for (const field of attributes)
    if (!isNullable(field) && kindOf(field.avro) !== 'array' && !known.has(field.name))
      throw new Error(`${type} has no ${field.name}, which the key of its table needs`);
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
