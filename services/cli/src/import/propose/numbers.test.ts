import { expect, it } from 'vitest';
import { writtenIn } from './numbers.js';

it.each([
  ['whole numbers say nothing', ['5', '1200'], null],
  ['points before fractions are what is assumed', ['5.25', '1200'], null],
  ['a comma before cents', ['80,00', '2.500'], { decimal: ',', group: '.' }],
  ['commas between thousands', ['2,500', '1,234.56'], { decimal: '.', group: ',' }],
  ['spaces between thousands', ['1 054,00 €', '7'], { decimal: ',', group: ' ' }],
  ['apostrophes between thousands', ['1’054.00'], { decimal: '.', group: "'" }],
  ['what could be thousands or a fraction', ['2.500', '7'], 'either'],
  ['what is no number', ['many', '80,00'], null],
])('%s', (_, cells, expected) => {
  expect(writtenIn(cells)).toEqual(expected);
});
