import { crc32 } from 'node:zlib';
import avro, { type Type } from 'avsc';
import { DecimalType } from './decimal-type.js';
import { type CrmEvent, type Entity, type EventType, PUBLISHED } from './events.generated.js';
import { EVENT_TYPES, latest } from './registry.js';
import { createUtf8Check, hasReplacements } from './utf8-strings.js';
import { check } from './validate.js';

/** What a value of `crm.events` says, or why it says nothing. `digest`: unsigned CRC-32 of the type's name and
 * the Avro body after it. */
export type Decoded = { ok: true; event: CrmEvent; digest: number } | { ok: false; reason: string };

const HEADER_BYTES = 5;
const parse = (schema: string): Type =>
  avro.Type.forSchema(JSON.parse(schema), { logicalTypes: { decimal: DecimalType } });

const writers = new Map<EventType, { id: number; avro: Type }>();
interface Reader {
  type: EventType;
  seed: number;
  read(body: Buffer): Record<string, unknown>;
  /** Names of the strings that are not UTF-8. */
  notUtf8(body: Buffer): string[];
}
const readers = new Map<number, Reader>();
for (const type of EVENT_TYPES) {
  const current = latest(type);
  const seed = crc32(type);
  const currentType = parse(current.schema);
  writers.set(type, { id: current.id, avro: currentType });
  for (const version of PUBLISHED.filter((schema) => schema.type === type)) {
    const resolver =
      version.id === current.id ? undefined : currentType.createResolver(parse(version.schema));
    readers.set(version.id, {
      type,
      seed,
      read: (body) => currentType.fromBuffer(body, resolver),
      notUtf8: createUtf8Check(version.schema),
    });
  }
}

/**
 * Avro in Confluent wire framing (a zero byte, the schema id as 4 bytes big-endian, the body), by the latest
 * version of the contract. Throws when the event breaks its contract: `check` comes first, and what it accepts is written.
 */
export function encode(event: CrmEvent): Buffer {
  const writer = writers.get(event.type)!;
  const body = writer.avro.toBuffer(event);
  const framed = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  framed[0] = 0;
  framed.writeUInt32BE(writer.id, 1);
  body.copy(framed, HEADER_BYTES);
  return framed;
}

/** Reads any published version into the latest one's shape and checks it against the contract. Never throws. */
export function decode(value: Buffer): Decoded {
  if (value.length < HEADER_BYTES || value[0] !== 0)
    return {
      ok: false,
      reason: `no Confluent framing: ${value.length} bytes, first byte ${value[0] ?? 'none'}`,
    };
  const id = value.readUInt32BE(1);
  const reader = readers.get(id);
  if (!reader) return { ok: false, reason: `schema id ${id} is of no contract in schemas` };
  const body = value.subarray(HEADER_BYTES);
  try {
    const fields = reader.read(body);
    const notUtf8 = hasReplacements(fields) ? reader.notUtf8(body) : [];
    if (notUtf8.length > 0)
      return { ok: false, reason: `${reader.type} has text that is not UTF-8: ${notUtf8.join(', ')}` };
    const checked = check(reader.type, fields);
    if (checked.ok) return { ok: true, event: checked.event, digest: crc32(body, reader.seed) };
    const said = checked.violations.map(
      ({ field, reason, expected }) => `${field}: ${reason} (expected ${expected})`,
    );
    return { ok: false, reason: `${reader.type} breaks its contract: ${said.join('; ')}` };
  } catch (error) {
    return { ok: false, reason: `not Avro of ${reader.type} (schema id ${id}): ${(error as Error).message}` };
  }
}

/** `deal` of `deal.closed`. */
export function entityOf(type: EventType): Entity {
  return type.slice(0, type.indexOf('.')) as Entity;
}

/** The id of the entity the event is about, for example its `deal_id`. */
export function entityIdOf(event: CrmEvent): string {
  return (event as unknown as Record<string, string>)[`${entityOf(event.type)}_id`]!;
}

/** The Kafka key, `tenant/entity/id`: one entity's events stay in order in one partition. */
export function keyOf(event: CrmEvent): string {
  return `${event.tenant}/${entityOf(event.type)}/${entityIdOf(event)}`;
}
