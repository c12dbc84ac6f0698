import { describe, expect, it } from 'vitest';
import { RowWriter, type Write, writeOf } from './row-writer.js';

/** The bytes of a row, in hexadecimal. */
function written(write: (row: RowWriter) => void): string {
  const row = new RowWriter();
  write(row);
  return Buffer.from(row.take(), 'latin1').toString('hex');
}
const as = (avro: Parameters<typeof writeOf>[0], value: unknown) =>
  written((row) => (writeOf(avro) satisfies Write)(row, value));

describe('a row of RowBinary', () => {
  it('has whole numbers in little-endian order', () => {
    expect(as('int', 258)).toBe('02010000');
    expect(as('long', 2 ** 53 - 2)).toBe('feffffffffff1f00');
    expect(as({ type: 'long', logicalType: 'timestamp-millis' }, -1)).toBe('ffffffffffffffff');
    expect(written((row) => row.uint32(2 ** 32 - 1))).toBe('ffffffff');
  });

  it('has money as ten-thousandths, to the last digit', () => {
    const decimal = { type: 'bytes', logicalType: 'decimal', precision: 18, scale: 4 };
    expect(as(decimal, '1.0002')).toBe('1227000000000000');
    expect(as(decimal, '-0.0001')).toBe('ffffffffffffffff');
    expect(as(decimal, '99999999999999.9999')).toBe('ffff63a7b3b6e00d');
  });

  it('has a decimal of more than 18 digits in twice as many bytes', () => {
    const decimal = { type: 'bytes', logicalType: 'decimal', precision: 28, scale: 12 };
    expect(as(decimal, '1.000000000002')).toBe('0210a5d4e80000000000000000000000');
    expect(as(decimal, '-0.000000000001')).toBe('f'.repeat(32));
    expect(as(decimal, '9999999999999999.999999999999')).toBe('ffffff0f6102253e5ece4f2000000000');
  });

  it('has text behind its length in bytes, whatever it is written in', () => {
    expect(as('string', 'ab')).toBe('026162');
    expect(as('string', '')).toBe('00');
    expect(as('string', 'aé')).toBe('0361c3a9');
    expect(as('string', 'x'.repeat(127))).toBe(`7f${'78'.repeat(127)}`);
    expect(as('string', 'x'.repeat(128))).toBe(`8001${'78'.repeat(128)}`);
    expect(as('string', 'é'.repeat(100))).toBe(`c801${'c3a9'.repeat(100)}`);
  });

  it('has a list behind its length, and marks in its entries what may be null', () => {
    const line = {
      type: 'record',
      fields: [
        { name: 'product', type: 'string' },
        { name: 'quantity', type: ['null', 'int'] },
      ],
    };
    const lines = [
      { product: 'a', quantity: 2 },
      { product: 'b', quantity: null },
    ];
    expect(as({ type: 'array', items: line }, lines)).toBe('02' + '0161' + '0002000000' + '0162' + '01');
  });

  it('grows with what is written, and begins anew when it is taken', () => {
    const row = new RowWriter();
    for (let i = 0; i < 200; i += 1) row.text('y'.repeat(250));
    expect(row.take()).toBe(`\u00fa\u0001${'y'.repeat(250)}`.repeat(200));
    row.text('z');
    expect(row.take()).toBe('\u0001z');
  });
});
