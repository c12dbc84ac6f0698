import { describe, expect, it } from 'vitest';
import { formatValue } from './format.js';
import type { Unit } from './wire.js';

describe('a value on the wall', () => {
  it.each<
    [value: number | string | null | undefined, unit: Unit, currency: string | undefined, text: string]
  >([
    [0, 'count', undefined, '0'],
    [1284, 'count', undefined, '1,284'],
    [1_250_000, 'count', undefined, '1.25M'],
    [0.41274, 'ratio', undefined, '41.3 %'],
    [1, 'ratio', undefined, '100.0 %'],
    [0, 'ms', undefined, '0 s'],
    [850, 'ms', undefined, '850 ms'],
    [42_000, 'ms', undefined, '42 s'],
    [59_600, 'ms', undefined, '1 m 00 s'],
    [130_000, 'ms', undefined, '2 m 10 s'],
    [3_599_700, 'ms', undefined, '1 h 00 m'],
    [12_245_000, 'ms', undefined, '3 h 24 m'],
    [187_200_000, 'ms', undefined, '2 d 4 h'],
    ['1284310.5000', 'money', 'EUR', '€1.28M'],
    ['482650.0000', 'money', 'GBP', '£483K'],
    ['8420.4000', 'money', 'USD', '$8,420'],
    ['-8420.0000', 'money', 'USD', '−$8,420'],
    ['83.3333', 'money', 'EUR', '€83.33'],
    ['83.3333', 'money', 'JPY', '¥83'],
    ['1.5', 'money', 'KWD', 'KWD 1.500'],
    ['8420.0000', 'money', undefined, '8,420'],
    ['8420.0000', 'money', 'no such', '8,420'],
    [4.314, 'score', undefined, '4.31'],
    [30, 'points', undefined, '+30'],
    [-12.4, 'points', undefined, '−12'],
    [0, 'points', undefined, '0'],
  ])('%s in %s %s reads %s', (value, unit, currency, text) => {
    expect(formatValue(value, unit, currency).text).toBe(text);
  });

  it.each([[null], [undefined], [''], ['many'], [Number.NaN], [Number.POSITIVE_INFINITY]])(
    '%s is a dash, not a zero',
    (value) => {
      for (const unit of ['count', 'ratio', 'ms', 'money', 'score', 'points'] as const) {
        expect(formatValue(value, unit).text).toBe('–');
      }
    },
  );

  it('sets units smaller than figures', () => {
    expect(formatValue('1284310', 'money', 'EUR').pieces.map(({ kind }) => kind)).toEqual([
      'unit',
      'figure',
      'unit',
    ]);
  });
});
