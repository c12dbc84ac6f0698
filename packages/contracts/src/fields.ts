import type { Entity, EventType } from './events.generated.js';
import { EVENT_TYPES, isErasureType, latest, PUBLISHED } from './registry.js';

/** How an Avro type writes itself in a contract. */
export type AvroType =
  | string
  | {
      logicalType?: string;
      type?: string;
      precision?: number;
      scale?: number;
      symbols?: string[];
      items?: AvroType;
      fields?: { name: string; type: AvroType | AvroType[]; doc?: string }[];
    };

/** A field of a contract. */
export interface Field {
  name: string;
  /** Of its values, without null. */
  avro: AvroType;
  /** May be null, which says nothing. */
  nullable: boolean;
  doc: string;
}

/** What an Avro type is: its logical type where it has one, else `string`, `long`, `enum`, `array`, … */
export const kindOf = (avro: AvroType): string =>
  typeof avro === 'string' ? avro : (avro.logicalType ?? avro.type ?? '');

/** Names of the fields that every event begins with; those of its contract follow. */
export const ENVELOPE = ['event_id', 'source', 'tenant', 'occurred_at', 'source_version'] as const;
const enveloping: ReadonlySet<string> = new Set(ENVELOPE);

/** All fields of the latest version of a contract, in the order of its Avro record. */
export function fieldsOf(type: EventType): Field[] {
  return readFields(latest(type).schema);
}

/** The types of an entity's events that say something of it: all but the one that erases it. */
export const typesThatSay = (entity: Entity): EventType[] =>
  EVENT_TYPES.filter((type) => latest(type).entity === entity && !isErasureType(type));

/** What an entity's events can say beside their envelope: each field once, whichever contracts have it. */
export function attributesOf(entity: Entity): Field[] {
  const types = typesThatSay(entity);
  const contracts = [
    ...types.map(fieldsOf),
    ...PUBLISHED.filter(({ type }) => types.includes(type)).map(({ schema }) => readFields(schema)),
  ];
  const attributes = new Map<string, Field>();
  for (const field of contracts.flat())
    if (!enveloping.has(field.name) && !attributes.has(field.name))
      attributes.set(field.name, {
        ...field,
        nullable: !isInAll(contracts, field.name),
        doc: wordsFor(field, types),
      });
  return [...attributes.values()];
}

/**
 * What is said of a field by the contract that gives it, not by the one that corrects it; by that one where several give
 * it in words of their own, for it speaks of all.
 */
function wordsFor({ name, doc }: Field, types: readonly EventType[]): string {
  const given = types
    .filter((type) => !type.endsWith('.amended'))
    .flatMap((type) => fieldsOf(type).find((field) => field.name === name)?.doc ?? []);
  return new Set(given).size === 1 ? given[0]! : doc;
}

/** Whether every contract of them requires the field. */
function isInAll(contracts: readonly (readonly Field[])[], name: string): boolean {
  return contracts.every((fields) => fields.some((field) => field.name === name && !field.nullable));
}

/** The fields of a record, `null` split off from what they may be. */
export function readFields(schema: string): Field[] {
  const record = JSON.parse(schema) as {
    fields: { name: string; type: AvroType | AvroType[]; doc?: string }[];
  };
  return record.fields.map(asField);
}

export function asField({
  name,
  type,
  doc = '',
}: {
  name: string;
  type: AvroType | AvroType[];
  doc?: string;
}): Field {
  const nullable = Array.isArray(type);
  return { name, avro: nullable ? type[1]! : type, nullable, doc };
}
