import { describe, expect, it } from 'vitest';
import { createReaders, plainNumber, slugOf } from './values.js';

const readers = createReaders({
  dates: { format: 'M/d/yyyy', zone: 'UTC', locale: 'en' },
  numbers: { decimal: '.', group: ',', isAssumed: true },
});

describe('the readers of a mapping', () => {
  it('correct spellings and leave the rest as it is', () => {
    const rule = { column: 'product', values: { GTXPro: 'GTX Pro' } };
    expect(readers.text(rule, { product: 'GTXPro' })).toBe('GTX Pro');
    expect(readers.text(rule, { product: ' MG Special ' })).toBe('MG Special');
    expect(readers.text(rule, { product: 'constructor' })).toBe('constructor');
  });

  it('read a time by the spellings that the mapping lists, and by no other', () => {
    const rule = { column: 'x', values: { 'long ago': '1/2/2017' } };
    expect(readers.instant(rule, { x: 'long ago' })).toBe(Date.UTC(2017, 0, 2));
    expect(() => readers.instant(rule, { x: 'constructor' })).toThrow(/^x: "constructor" is not a date/);
  });

  it('take an empty cell as nothing, or as the default', () => {
    expect(readers.text({ column: 'x' }, { x: '  ' })).toBeNull();
    expect(readers.text({ column: 'x', default: 'none' }, { x: '' })).toBe('none');
    expect(readers.instant({ column: 'x', default: '2017-12-31' }, { x: '' })).toBe(Date.UTC(2017, 11, 31));
    expect(readers.instant({ column: 'x' }, { x: '' })).toBeNull();
  });

  it('take what the mapping lists as empty for empty', () => {
    expect(readers.decimal({ column: 'x', empty: ['0'] }, { x: '0' })).toBeNull();
    expect(readers.decimal({ column: 'x', empty: ['0'] }, { x: '10' })).toBe('10');
  });

  it('make ids of names on request', () => {
    expect(readers.id({ column: 'x', as: 'slug' }, { x: 'Mei-Mei Johns' })).toBe('mei-mei-johns');
    expect(readers.id({ column: 'x', as: 'text' }, { x: 'Mei-Mei Johns' })).toBe('Mei-Mei Johns');
    expect(() => readers.id({ column: 'x', as: 'slug' }, { x: '***' })).toThrow(/no id/);
  });

  it('refuse a number that could be either while the mapping does not say how they are written', () => {
    for (const x of ['2.500', '2,500', '$12.500'])
      expect(() => readers.decimal({ column: 'x' }, { x })).toThrow(
        /^x: .* could be thousands or a fraction/,
      );
    for (const x of ['2.50', '0.500', '2,500.00', '2500'])
      expect(readers.decimal({ column: 'x' }, { x })).not.toBeNull();
    const said = createReaders({
      dates: { format: 'iso', zone: 'UTC', locale: 'en' },
      numbers: { decimal: ',', group: '.', isAssumed: false },
    });
    expect(said.decimal({ column: 'x' }, { x: '2.500' })).toBe('2500');
  });

  it('refuse ids that a spreadsheet has shortened', () => {
    expect(() => readers.id({ column: 'x', as: 'text' }, { x: '1.23457E+11' })).toThrow(
      /^x: "1.23457E\+11" is an id that a spreadsheet has shortened/,
    );
    expect(readers.id({ column: 'x', as: 'text' }, { x: 'E11' })).toBe('E11');
  });

  it('name the column of what they cannot read', () => {
    expect(() => readers.instant({ column: 'closed' }, { closed: 'soon' })).toThrow(/^closed: "soon"/);
    expect(() => readers.decimal({ column: 'value' }, { value: 'a lot' })).toThrow(
      /^value: "a lot" is not a number/,
    );
  });
});

describe('a number', () => {
  const english = { decimal: '.', group: ',', isAssumed: false } as const;
  const german = { decimal: ',', group: '.', isAssumed: false } as const;
  const french = { decimal: ',', group: ' ', isAssumed: false } as const;
  const swiss = { decimal: '.', group: "'", isAssumed: false } as const;
  it.each([
    ['1054', english, '1054'],
    ['1,054.50', english, '1054.50'],
    ['$1,054', english, '1054'],
    ['-12.5', english, '-12.5'],
    ['1.054,50 €', german, '1054.50'],
    ['12,34,567.50', english, '1234567.50'],
    ['1\u00a0054\u202f321,50', french, '1054321.50'],
    ['1’054.50', swiss, '1054.50'],
    ['(1,054.50)', english, '-1054.50'],
    ['\u221212.5', english, '-12.5'],
    ['€ -12.5', english, '-12.5'],
    ['1,05,4', english, null],
    ['(-1)', english, null],
    ['1,5', english, null],
    ['1.5', german, null],
    ['1e3', english, null],
    ['', english, null],
  ])('%s is read in its notation', (text, notation, expected) => {
    expect(plainNumber(text, notation)).toBe(expected);
  });

  it('is refused as fast when it is long', () => {
    // With a pattern that begins anew at each blank: hours.
    expect(plainNumber(`1${' '.repeat(2_000_000)}x`, english)).toBeNull();
  });
});

describe('a slug', () => {
  it('keeps the letters of every script', () => {
    expect(slugOf('Łukasz Żak')).toBe('łukasz-żak');
    expect(slugOf('  Gekko & Co. ')).toBe('gekko-co');
  });
});
