import fc, { type Arbitrary } from 'fast-check';
import type { EventType } from '../events.js';
import { type AvroType, asField, fieldsOf, kindOf } from '../fields.js';
import { examplesOf } from './examples.js';

export type Data = Record<string, unknown>;

/** Text that has broken somebody: halves of characters, names of prototypes, what stands for bytes that are no text. */
const oddText = fc.constantFrom(
  '\ud800',
  'a\udc00',
  '\ufffd',
  '\ufeff',
  '\u0000',
  '\u0085',
  'é',
  'e\u0301',
  '😀'.repeat(128),
  'ｆ'.repeat(256),
  '__proto__',
  'constructor',
  'toString',
  '',
);
/** Numbers at the edges of ints, longs, doubles and dates. */
const oddNumber = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 2, 2 ** 53 - 1, 2 ** 53, 1e308, -1e-308),
  fc.integer({ min: 2 ** 53 - 20, max: Number.MAX_SAFE_INTEGER }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
);
/** Anything that JSON can say. */
export const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  oddText,
  oddNumber,
  fc.json().map((text) => JSON.parse(`{"__proto__":${text},"toString":1,"toJSON":2,"length":-1}`)),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)),
);

/** What a field of this type is likely to take: most of it, and a little beside. */
function likely(type: AvroType): Arbitrary<unknown> {
  if (typeof type === 'object' && type.symbols) return fc.constantFrom(...type.symbols);
  switch (kindOf(type)) {
    case 'array':
      return fc.oneof(fc.array(likely((type as { items: AvroType }).items), { maxLength: 4 }), anyJson);
    case 'record': {
      const { fields = [] } = type as { fields?: Parameters<typeof asField>[0][] };
      return fc.record(
        Object.fromEntries(
          fields
            .map(asField)
            .map(({ name, avro, nullable }) => [name, nullable ? fc.option(likely(avro)) : likely(avro)]),
        ),
      );
    }
    case 'timestamp-millis':
      return fc.oneof(
        fc.integer({ min: Date.UTC(1989, 11, 31), max: Date.UTC(2100, 0, 2) }),
        fc
          .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
          .map((date) => date.toISOString()),
        fc.stringMatching(/^(19|20)\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(Z|[+-][01]\d:[0-5]\d)$/),
      );
    case 'decimal':
      return fc.oneof(fc.stringMatching(/^-?\d{1,15}(\.\d{1,5})?$/), oddNumber);
    case 'int':
      return fc.oneof(fc.integer({ min: 0, max: 10 }), oddNumber);
    case 'long':
      return fc.oneof(fc.nat(), oddNumber);
    default:
      return fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 260 }),
        oddText,
        fc.constantFrom('EUR', 'Europe/Berlin'),
      );
  }
}

/** Data in which every field is an example's, a likely one, or missing. */
export function dataOf(type: EventType): Arbitrary<Data> {
  const example = examplesOf(type)[0]!;
  const fields = fieldsOf(type).map(({ name, avro, nullable }) => {
    const value = fc.oneof(
      { weight: 6, arbitrary: fc.constant(example[name]) },
      { weight: 2, arbitrary: likely(avro) },
      { weight: nullable ? 1 : 0, arbitrary: fc.constant(null) },
    );
    return [name, value] as const;
  });
  return fc.record(Object.fromEntries(fields));
}
