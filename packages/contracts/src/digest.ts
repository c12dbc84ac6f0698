import { crc32 } from 'node:zlib';
import type { Type, types } from 'avsc';

/** A version of a contract as it writes: its schema's text and the codec of it. */
export interface Version {
  schema: string;
  avro: Type;
}

/**
 * The digest of an event: unsigned CRC-32 of its type's name and of the Avro body by which the oldest version of its
 * contract that can say all of it says it. So it is of what is said, whichever version a writer has: who sends an event
 * again after an update sends no other one. And it stays when a version is published, as what is stored under it does.
 */
export interface Digest {
  /** Of what `version` wrote as `body`, and was read as `event`. */
  of(version: Version, body: Buffer, event: object): number;
}

/** `versions`: of one contract, oldest first. */
export function createDigest(type: string, versions: readonly Version[]): Digest {
  const seed = crc32(type);
  const [oldest] = versions as [Version];
  // Writers are free to put a sign before a decimal more than once.
  const isFree = oldest.schema.includes('"decimal"');
  const latest = versions.at(-1)!;
  const fluent = versions.map(({ avro }) => ({ avro, unsayable: missing(avro, latest.avro) }));
  return {
    of(version, body, event) {
      if (version === oldest) return crc32(isFree ? oldest.avro.toBuffer(event) : body, seed);
      const { avro } = fluent.find((each) => says(each, event as Fields))!;
      return crc32(avro.toBuffer(event), seed);
    },
  };
}

type Fields = Record<string, unknown>;
interface Fluent {
  avro: Type;
  /** What it has no field for, with the default that says nothing. */
  unsayable: readonly [name: string, silence: unknown][];
}

const says = ({ avro, unsayable }: Fluent, event: Fields): boolean =>
  unsayable.every(([name, silence]) => event[name] === silence) && avro.isValid(event);

function missing(avro: Type, latest: Type): [string, unknown][] {
  const known = new Set(fieldsOf(avro).map(({ name }) => name));
  return fieldsOf(latest)
    .filter(({ name }) => !known.has(name))
    .map((field) => [field.name, field.defaultValue()]);
}

const fieldsOf = (avro: Type) => (avro as types.RecordType).fields;
