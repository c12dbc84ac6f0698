import { describe, expect, it } from 'vitest';
import { addMeasures, type ComparedCell, canonical, differencesOf, groupKey, isZero } from './compare.js';

const shape = {
  name: 'deal',
  dimensions: ['office', 'rep'],
  measures: [
    { name: 'won', type: 'count' },
    { name: 'amount', type: 'decimal' },
    { name: 'hist', type: 'map' },
    { name: 'owed', type: 'decimal_map' },
  ],
};
const cell = (measures: Record<string, unknown>): ComparedCell => ({
  tenant: 'acme',
  fact: 'deal',
  bucket: 900,
  dimensions: { office: 'west', rep: '' },
  measures,
});
const differences = (stored: Record<string, unknown>, proven: Record<string, unknown>) =>
  differencesOf(shape, cell(stored), cell(proven)).map(({ measure }) => measure);

describe('two cells', () => {
  it('are equal however their numbers are spelled, and in whatever order their maps are', () => {
    expect(
      differences(
        { won: '3', amount: '-20.5', hist: { '10': '1', '9': 2 } },
        { won: 3, amount: '-20.5000', hist: { 9: 2, 10: 1, 11: 0 } },
      ),
    ).toEqual([]);
    expect(differences({}, { won: 0, amount: '-0.0000', hist: {}, owed: { A: '0.0000' } })).toEqual([]);
    expect(differences({ owed: { B: '1', A: '-20.5' } }, { owed: { A: '-20.5000', B: '1.0' } })).toEqual([]);
  });

  it('differ where only the last digit of what no number holds does', () => {
    expect(differences({ amount: '99999999999999.9999' }, { amount: '99999999999999.9998' })).toEqual([
      'amount',
    ]);
    expect(differences({ won: '9007199254740993' }, { won: '9007199254740992' })).toEqual(['won']);
    expect(
      differences({ owed: { A: '99999999999999.9999' } }, { owed: { A: '99999999999999.9998' } }),
    ).toEqual(['owed']);
    expect(differences({ hist: { '9007199254740993': 1 } }, { hist: { '9007199254740992': 1 } })).toEqual([
      'hist',
    ]);
  });

  it('differ when one is absent, unless the other has nothing in it', () => {
    expect(differencesOf(shape, undefined, cell({ won: 1 }))).toEqual([
      { measure: 'won', stored: '0', proven: '1' },
    ]);
    expect(differencesOf(shape, cell({ won: 0 }), undefined)).toEqual([]);
    expect([isZero(shape, cell({ hist: { 5: 0 } })), isZero(shape, cell({ amount: '0.0001' }))]).toEqual([
      true,
      false,
    ]);
  });

  it('are told apart by every dimension', () => {
    const other = { ...cell({}), dimensions: { office: '', rep: 'west' } };
    expect(groupKey(shape, cell({}))).not.toBe(groupKey(shape, other));
  });
});

it('parts of a cell are added without losing a digit', () => {
  const sum = addMeasures(
    shape,
    {
      won: Number.MAX_SAFE_INTEGER,
      amount: '99999999999999.9999',
      hist: { 5: 1, 7: 1 },
      owed: { A: '1', B: '2' },
    },
    { won: 2, amount: '0.0002', hist: { 7: 2, 8: 1 }, owed: { A: '-1', C: '0.5' } },
  );
  expect(shape.measures.map(({ name, type }) => canonical(sum[name], type))).toEqual([
    '9007199254740993',
    '100000000000000.0001',
    '{5: 1, 7: 3, 8: 1}',
    '[["B","2"],["C","0.5"]]',
  ]);
});
