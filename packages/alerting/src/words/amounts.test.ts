import { expect, it } from 'vitest';
import { amount, lasting, odds } from './amounts.js';

it.each([
  [0.43, 'ratio', '43 %'],
  [0.4325, 'ratio', '43.3 %'],
  [0.0025, 'ratio', '0.25 %'],
  [-0.99, 'ratio', '-99 %'],
  [7_800_000, 'ms', '2 h 10 min'],
  [1_250_000, 'count', '1,250,000'],
  [4.256, 'score', '4.26'],
  [-12.34, 'points', '-12.3'],
  [null, 'count', 'no value'],
] as const)('writes %s of %s as %s', (value, unit, text) => {
  expect(amount(value, unit)).toBe(text);
});

it.each([
  [1_250, 'EUR', '1,250.00 EUR'],
  [-1_250.5, 'USD', '-1,250.50 USD'],
  [1_250, 'JPY', '1,250 JPY'],
  [1_250, undefined, '1,250'],
  [1_250, '<b>', '1,250'],
])('writes %s in %s as %s', (value, currency, text) => {
  expect(amount(value, 'money', currency)).toBe(text);
});

it.each([
  [0, '0 ms'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [3_599_000, '1 h'],
  [7_800_000, '2 h 10 min'],
  [47 * 3_600_000, '47 h'],
  [76 * 3_600_000, '3 days 4 h'],
  [-60_000, '-1 min'],
])('says %i ms as %s', (ms, text) => {
  expect(lasting(ms)).toBe(text);
});

it.each([
  [0.5, 'about every other time'],
  [0.1, 'once in 10'],
  [0.0123, 'once in 81'],
  [1 / 2_034, 'once in 2,000'],
  [1e-9, 'less than once in 1,000,000'],
  [0, 'less than once in 1,000,000'],
])('says the probability %d as %s', (chance, text) => {
  expect(odds(chance)).toBe(text);
});
