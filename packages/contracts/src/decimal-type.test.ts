import avro from 'avsc';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DecimalType, formatDecimal, isWritten, parseDecimal } from './decimal-type.js';

const schema = { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 4 } as const;
const decimal = avro.Type.forSchema(schema, { logicalTypes: { decimal: DecimalType } });
const plain = avro.Type.forSchema('bytes');

/** The fewest bytes of two's complement, by the definition. */
function bytesOf(unscaled: bigint): Buffer {
  let length = 1;
  while (BigInt.asIntN(length * 8, unscaled) !== unscaled) length += 1;
  const hex = BigInt.asUintN(length * 8, unscaled).toString(16);
  return Buffer.from(hex.padStart(length * 2, '0'), 'hex');
}

const LARGEST = 10n ** 18n - 1n;
const atAnEdge = fc
  .tuple(fc.integer({ min: 0, max: 58 }), fc.bigInt(-2n, 2n), fc.boolean())
  .map(([bits, beside, isNegative]) => (isNegative ? -1n : 1n) * 2n ** BigInt(bits) + beside);

it('a decimal is the fewest bytes that hold it, whatever its size, and read back as it was written', () => {
  fc.assert(
    fc.property(fc.oneof(atAnEdge, fc.bigInt(-LARGEST, LARGEST)), (unscaled) => {
      const text = formatDecimal(unscaled);
      const written = decimal.toBuffer(text);
      expect(plain.fromBuffer(written)).toEqual(bytesOf(unscaled));
      expect(decimal.fromBuffer(written)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

it('a decimal may come with more bytes than it needs', () => {
  for (const [bytes, text] of [
    [[], '0.0000'],
    [[0, 0, 0, 1], '0.0001'],
    [[255, 255, 255, 255, 255, 255], '-0.0001'],
    [[255, 255, 255, 255, 255, 255, 255, 255], '-0.0001'],
  ] as const)
    expect(decimal.fromBuffer(plain.toBuffer(Buffer.from(bytes)))).toBe(text);
});

it('a decimal is written in one form alone', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^-?\d{1,15}(\.\d{1,5})?$/), (text) => {
      const unscaled = parseDecimal(text);
      expect(isWritten(text)).toBe(unscaled !== null && formatDecimal(unscaled) === text);
    }),
    { numRuns: 2_000, examples: [['-0.0000'], ['0.0000'], ['-0.0001'], ['00.0000'], ['01.0000'], ['1.000']] },
  );
});

it('minus nothing is nothing', () => {
  expect(decimal.toBuffer('-0.0000')).toEqual(decimal.toBuffer('0.0000'));
});
