import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodec, decode, encode } from './codec.js';
import { PUBLISHED, type PublishedSchema, versionsOf } from './registry.js';

interface Field {
  name: string;
  type: unknown;
  default?: unknown;
}

const [first] = versionsOf('call.logged', PUBLISHED) as [PublishedSchema];

/** The version after `before`, with its fields changed. */
function next(before: PublishedSchema, change: (fields: Field[]) => Field[]): PublishedSchema {
  const schema = JSON.parse(before.schema) as { fields: Field[] };
  schema.fields = change(schema.fields);
  return { ...before, version: before.version + 1, id: before.id + 5_000, schema: JSON.stringify(schema) };
}

const withQueue = next(first, (fields) => [
  ...fields.toReversed(),
  { name: 'queue', type: ['null', 'string'], default: null },
]);
const withFax = next(withQueue, (fields) =>
  fields.map((field) =>
    field.name === 'direction'
      ? { ...field, type: { type: 'enum', name: 'CallDirection', symbols: ['fax', 'inbound', 'outbound'] } }
      : field,
  ),
);

const call = (more: object = {}) =>
  ({
    ...{
      type: 'call.logged',
      event_id: 'e-1',
      source: 'phone',
      tenant: 'acme',
      occurred_at: 1_772_442_900_000,
    },
    ...{
      source_version: 1,
      call_id: 'c-1',
      started_at: 1_772_442_900_000,
      rep_id: null,
      direction: 'inbound',
    },
    ...{ outcome: 'connected', duration_ms: 61_000, channel: 'phone', account_id: 'a-1', ...more },
  }) as never;

/** The digest of an event that a writer of the last of `written` sends, for a reader that knows `known`. */
function digest(event: never, written: PublishedSchema[], known: PublishedSchema[]): number {
  const decoded = createCodec(known).decode(createCodec(written).encode(event));
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.digest;
}

const TWO = [first, withQueue];
const THREE = [...TWO, withFax];

describe('the digest of an event', () => {
  it('is of the type and the bytes of the first version, under which all is stored so far', () => {
    const value = encode(call());
    expect(decode(value)).toMatchObject({ digest: crc32(value.subarray(5), crc32('call.logged')) });
  });

  it('is the same whichever version wrote it, and stays when a version is published', () => {
    const digests = [
      digest(call(), [first], [first]),
      digest(call(), [first], TWO),
      digest(call({ queue: null }), TWO, TWO),
      digest(call(), [first], THREE),
      digest(call({ queue: null }), TWO, THREE),
      digest(call({ queue: null }), THREE, THREE),
    ];
    expect(new Set(digests).size).toBe(1);
  });

  it('is another one once something new is said, and again the same for every later writer', () => {
    const asked = call({ queue: 'sales' });
    expect(digest(asked, TWO, TWO)).not.toBe(digest(call(), [first], TWO));
    expect(digest(asked, THREE, THREE)).toBe(digest(asked, TWO, TWO));
    const faxed = call({ queue: null, direction: 'fax' });
    expect(digest(faxed, THREE, THREE)).not.toBe(digest(call({ queue: null }), THREE, THREE));
  });

  it('holds for any call', () => {
    fc.assert(
      fc.property(
        fc.record({
          call_id: fc.stringMatching(/^[a-z\u00e0-\u00ff]{1,20}$/),
          duration_ms: fc.nat(),
          rep_id: fc.option(fc.stringMatching(/^[a-z]{1,9}$/)),
          queue: fc.option(fc.constantFrom('a', 'b'), { freq: 2 }),
        }),
        (said) => {
          const event = call(said);
          expect(digest(event, THREE, THREE)).toBe(digest(event, TWO, THREE));
          if (said.queue === null) expect(digest(event, THREE, THREE)).toBe(digest(event, [first], [first]));
        },
      ),
    );
  });

  it('is the same however many bytes a writer takes for a decimal', () => {
    const deal = {
      ...{ type: 'deal.closed', event_id: 'e', source: 's', tenant: 't', occurred_at: 1_772_442_900_000 },
      ...{ source_version: 1, deal_id: 'd', closed_at: 1_772_442_900_000, outcome: 'won' },
      ...{ amount: '-0.0128', currency: null, reason: null },
    } as never;
    const short = encode(deal);
    // amount: branch 1, one byte of -128; two nulls after it
    const at = short.lastIndexOf(Buffer.from([0x02, 0x02, 0x80, 0x00, 0x00]));
    const long = Buffer.concat([
      short.subarray(0, at),
      Buffer.from([0x02, 0x04, 0xff, 0x80]),
      short.subarray(at + 3),
    ]);
    expect(decode(long)).toEqual(decode(short));
  });
});
