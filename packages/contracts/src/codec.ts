import avro, { type Type } from 'avsc';
import { DecimalType } from './decimal-type.js';
import { createDigest } from './digest.js';
import {
  type CrmEvent,
  type Entity,
  type EventType,
  PUBLISHED,
  type PublishedSchema,
} from './events.generated.js';
import { idFieldOf, typesOf, versionsOf } from './registry.js';
import { createUtf8Check, hasReplacements } from './utf8-strings.js';
import { createCheck } from './validate.js';

/**
 * What a value of `crm.events` says, or why it says nothing. `digest`: as in schemas/README, "Order". `isOfLater`: its contract
 * is none of these, and may be of a later version.
 */
export type Decoded =
  | { ok: true; event: CrmEvent; digest: number }
  | { ok: false; reason: string; isOfLater?: true };

export interface Codec {
  /**
   * Avro in Confluent wire framing (a zero byte, the schema id as 4 bytes big-endian, the body), by the latest
   * version of the contract. Throws when the event breaks its contract: `check` comes first, and what it accepts is written.
   */
  encode(event: CrmEvent): Buffer;
  /** Reads any published version into the latest one's shape and checks it against the contract. Never throws. */
  decode(value: Buffer): Decoded;
  /** The type of a value by its framing alone, without reading it; null: of none of these contracts. */
  typeOf(value: Buffer): EventType | null;
}

const HEADER_BYTES = 5;

interface Reader {
  type: EventType;
  read(body: Buffer): Record<string, unknown>;
  /** Names of the strings that are not UTF-8. */
  notUtf8(body: Buffer): string[];
  digest(body: Buffer, event: CrmEvent): number;
}

/** Of these contracts, each in one or more versions. */
export function createCodec(published: readonly PublishedSchema[]): Codec {
  const check = createCheck(published, 'log');
  const writers = new Map<EventType, { id: number; avro: Type }>();
  const readers = new Map<number, Reader>();
  for (const type of typesOf(published)) {
    const versions = versionsOf(type, published).map(({ id, schema }) => ({
      id,
      schema,
      avro: parse(schema),
    }));
    const current = versions.at(-1)!;
    const digest = createDigest(type, versions);
    writers.set(type, current);
    for (const version of versions) {
      const resolver = version === current ? undefined : current.avro.createResolver(version.avro);
      readers.set(version.id, {
        type,
        read: (body) => current.avro.fromBuffer(body, resolver),
        notUtf8: createUtf8Check(version.schema),
        digest: (body, event) => digest.of(version, body, event),
      });
    }
  }

  return {
    encode(event) {
      const writer = writers.get(event.type)!;
      const body = writer.avro.toBuffer(event);
      const framed = Buffer.allocUnsafe(HEADER_BYTES + body.length);
      framed[0] = 0;
      framed.writeUInt32BE(writer.id, 1);
      body.copy(framed, HEADER_BYTES);
      return framed;
    },

    typeOf(value) {
      if (value.length < HEADER_BYTES || value[0] !== 0) return null;
      return readers.get(value.readUInt32BE(1))?.type ?? null;
    },

    decode(value) {
      if (value.length < HEADER_BYTES || value[0] !== 0)
        return {
          ok: false,
          reason: `no Confluent framing: ${value.length} bytes, first byte ${value[0] ?? 'none'}`,
        };
      const id = value.readUInt32BE(1);
      const reader = readers.get(id);
      if (!reader)
        return { ok: false, reason: `schema id ${id} is of no contract in schemas`, isOfLater: true };
      const { type } = reader;
      const body = value.subarray(HEADER_BYTES);
      try {
        const fields = reader.read(body);
        const notUtf8 = hasReplacements(fields) ? reader.notUtf8(body) : [];
        if (notUtf8.length > 0)
          return { ok: false, reason: `${type} has text that is not UTF-8: ${notUtf8.join(', ')}` };
        const checked = check(type, fields);
        if (checked.ok) return { ok: true, event: checked.event, digest: reader.digest(body, checked.event) };
        const said = checked.violations.map(
          ({ field, reason, expected }) => `${field}: ${reason} (expected ${expected})`,
        );
        return { ok: false, reason: `${type} breaks its contract: ${said.join('; ')}` };
      } catch (error) {
        return { ok: false, reason: `not Avro of ${type} (schema id ${id}): ${(error as Error).message}` };
      }
    },
  };
}

const parse = (schema: string): Type =>
  avro.Type.forSchema(JSON.parse(schema), { logicalTypes: { decimal: DecimalType } });

/** Of every contract there is. */
export const { encode, decode, typeOf }: Codec = createCodec(PUBLISHED);

/** Of each type its entity, and the field with the id of that. */
const subjects: ReadonlyMap<EventType, { entity: Entity; idField: string }> = new Map(
  PUBLISHED.map(({ type, entity }) => [type, { entity, idField: idFieldOf(entity) }]),
);

/** `deal` of `deal.closed`. */
export function entityOf(type: EventType): Entity {
  return subjects.get(type)!.entity;
}

/** The id of the entity the event is about, for example its `deal_id`. */
export function entityIdOf(event: CrmEvent): string {
  return (event as unknown as Record<string, string>)[subjects.get(event.type)!.idField]!;
}

/** The Kafka key, `tenant/entity/id`: one entity's events stay in order in one partition. */
export function keyOf(event: CrmEvent): string {
  return `${event.tenant}/${entityOf(event.type)}/${entityIdOf(event)}`;
}
