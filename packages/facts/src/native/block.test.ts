import { describe, expect, it } from 'vitest';
import { Block } from './block.js';
import { columnOf } from './columns.js';

/** The bytes of a column of these values, in hexadecimal. */
function column(type: string, ...values: unknown[]): string {
  const written = columnOf(type);
  for (const value of values) written.put(value);
  return Buffer.concat(written.parts()).toString('hex');
}

describe('a column', () => {
  it('has whole numbers in little-endian order', () => {
    expect(column('Int32', 258)).toBe('02010000');
    expect(column('Int64', 2 ** 53 - 2)).toBe('feffffffffff1f00');
    expect(column("DateTime64(3, 'UTC')", -1)).toBe('ffffffffffffffff');
    expect(column('UInt32', 2 ** 32 - 1)).toBe('ffffffff');
    expect(column('Bool', true)).toBe('01');
  });

  it('has money as ten-thousandths, to the last digit', () => {
    expect(column('Decimal(18, 4)', '1.0002')).toBe('1227000000000000');
    expect(column('Decimal(18, 4)', '-0.0001')).toBe('ffffffffffffffff');
    expect(column('Decimal(18, 4)', '99999999999999.9999')).toBe('ffff63a7b3b6e00d');
  });

  it('has a decimal of more than 18 digits in twice as many bytes', () => {
    expect(column('Decimal(28, 12)', '1.000000000002')).toBe('0210a5d4e80000000000000000000000');
    expect(column('Decimal(28, 12)', '-0.000000000001')).toBe('f'.repeat(32));
    expect(column('Decimal(28, 12)', '9999999999999999.999999999999')).toBe(
      'ffffff0f6102253e5ece4f2000000000',
    );
  });

  it('has text behind its length in bytes, whatever it is written in', () => {
    expect(column('String', 'ab', '')).toBe('02616200');
    expect(column('LowCardinality(String)', 'aé')).toBe('0361c3a9');
    expect(column('String', 'x'.repeat(127))).toBe(`7f${'78'.repeat(127)}`);
    expect(column('String', 'x'.repeat(128))).toBe(`8001${'78'.repeat(128)}`);
    expect(column('String', 'é'.repeat(100))).toBe(`c801${'c3a9'.repeat(100)}`);
  });

  it('has marks of what is null before all of its values', () => {
    expect(column('Nullable(Int32)', 1, null, 2)).toBe('000100' + '01000000' + '00000000' + '02000000');
  });

  it('has where each list ends before the entries of all, those by their elements', () => {
    const lines = [
      [
        { product: 'a', quantity: 2 },
        { product: 'b', quantity: null },
      ],
      null,
      [{ product: 'c', quantity: 3 }],
    ];
    expect(column('Array(Tuple(product String, quantity Nullable(Int32)))', ...lines)).toBe(
      ['02', '02', '03'].map((end) => end.padEnd(16, '0')).join('') +
        ('0161' + '0162' + '0163') +
        ('000100' + '02000000' + '00000000' + '03000000'),
    );
  });

  it('is of no type that nothing is written in', () => {
    expect(() => columnOf('Float64')).toThrow('Float64');
  });
});

it('says what each column is, and has many rows as it has few', () => {
  const block = new Block([
    { name: 'tenant', type: 'LowCardinality(String)' },
    { name: 'n', type: 'Int32' },
  ]);
  for (let i = 0; i < 500; i += 1) block.add(['y'.repeat(250), i]);
  const bytes = Buffer.concat(block.parts());
  expect(bytes.toString('latin1', 0, 23)).toBe(`\u0002\u00f4\u0003\u0006tenant\u0006String\u00fa\u0001yyyy`);
  expect(bytes.length).toBe(17 + 500 * 252 + 8 + 500 * 4);
});
