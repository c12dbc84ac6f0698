import { crc32 } from 'node:zlib';
import type { Entity, EventType, PublishedSchema } from '../events.generated.js';
import { checkOf } from '../field-check.js';
import { type AvroType, type Field, kindOf, readFields } from '../fields.js';
import { versionsOf } from '../registry.js';
import { CHECKED_ACROSS } from '../validate.js';

/** How the value of a field is read. */
export const KIND = { text: 0, instant: 1, long: 2, int: 3, symbol: 4, decimal: 5, none: 6 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

export interface ShapeField {
  name: string;
  kind: Kind;
  nullable: boolean;
  isText: boolean;
  /** Of an enum its words, else none. */
  symbols: readonly Buffer[];
  /** Whether a text of printable ASCII of the usual length is one of these as it is; else it is checked as a string. */
  isPlain: boolean;
  /** Whether the contract takes this text as it is. */
  takes(text: string): boolean;
}

/** A version of a contract that is read in place: its fields in the order of its bytes. */
export interface Shape {
  type: EventType;
  entity: Entity;
  fields: readonly ShapeField[];
  /** CRC-32 of its type's name, with which digests begin. */
  seed: number;
  /** What a digest is of, by the oldest version that can say all: so many of the fields, when these are null. */
  digests: readonly { absent: readonly number[]; count: number | null }[];
}

/** Null: events of it are left to the decoder. */
export function shapeOf(schema: PublishedSchema, published: readonly PublishedSchema[]): Shape | null {
  const { type, entity } = schema;
  if (CHECKED_ACROSS.has(type)) return null;
  const versions = versionsOf(type, published);
  const latest = new Map(readFields(versions.at(-1)!.schema).map((field) => [field.name, field]));
  const fields = readFields(schema.schema).map((field) => shapeField(field, latest.get(field.name)));
  if (!fields.every((field) => field !== null)) return null;
  // What it does not have is null, and nothing else.
  const names = fields.map(({ name }) => name);
  for (const { name, nullable } of latest.values()) if (!names.includes(name) && !nullable) return null;
  return {
    type,
    entity,
    fields,
    seed: crc32(type),
    digests: versions
      .filter(({ version }) => version <= schema.version)
      .map((older) => digestBy(older, schema)),
  };
}

/** Of a field that the latest version does not have, or has in another way, nothing is known here. */
function shapeField(field: Field, latest: Field | undefined): ShapeField | null {
  if (!latest || kindOf(latest.avro) !== kindOf(field.avro) || (field.nullable && !latest.nullable))
    return null;
  const { name, avro, nullable } = field;
  const kind = KINDS[kindOf(avro)] ?? KIND.none;
  const { check, takesUsual = false } = checkOf(name, latest.avro, 'log');
  const isKnown = kind !== KIND.none && (kind !== KIND.decimal || (takesUsual && isOfUsualSize(avro)));
  if (!isKnown && !nullable) return null;
  const known = new Set(kind === KIND.symbol ? symbolsOf(latest.avro) : []);
  const symbols = kind === KIND.symbol ? symbolsOf(avro) : [];
  if (!symbols.every((symbol) => known.has(symbol))) return null;
  return {
    name,
    kind: isKnown ? kind : KIND.none,
    nullable,
    isText: kind === KIND.text,
    symbols: symbols.map((symbol) => Buffer.from(symbol)),
    isPlain: takesUsual,
    takes(text) {
      const outcome = check(text);
      return 'value' in outcome && outcome.value === text;
    },
  };
}

const KINDS: Readonly<Record<string, Kind>> = {
  string: KIND.text,
  'timestamp-millis': KIND.instant,
  long: KIND.long,
  int: KIND.int,
  enum: KIND.symbol,
  decimal: KIND.decimal,
};

const symbolsOf = (avro: AvroType): string[] => (avro as { symbols: string[] }).symbols;

/** Of which a number of six bytes always is one. */
const isOfUsualSize = (avro: AvroType): boolean => (avro as { precision: number }).precision === 18;

/** By an older version, or itself. What that has must stand first, in the same form, or its bytes are others. */
function digestBy(older: PublishedSchema, schema: PublishedSchema): Shape['digests'][number] {
  const own = formsOf(schema);
  const olds = formsOf(older);
  const isPrefix = olds.every(({ name, form }, i) => own[i]?.name === name && own[i].form === form);
  const names = new Set(olds.map(({ name }) => name));
  return {
    absent: own.flatMap(({ name }, i) => (names.has(name) ? [] : [i])),
    count: isPrefix ? olds.length : null,
  };
}

const formsOf = ({ schema }: PublishedSchema) =>
  (JSON.parse(schema) as { fields: { name: string; type: unknown }[] }).fields.map(({ name, type }) => ({
    name,
    form: JSON.stringify(type),
  }));
