import { metricByName } from '@tallyboard/metrics/catalogue';
import { accrued } from '@tallyboard/metrics/expression';
import { count, measuresOf, quotient } from '@tallyboard/metrics/forms';
import { type Formula, factsOf, readsOf } from '@tallyboard/metrics/formula';
import { describe, expect, it } from 'vitest';
import { type CellsRow, OPENING } from './cells/cells-query.js';
import { oneClock } from './clocks.js';
import { Conversion } from './conversion/conversion.js';
import { RateBook } from './conversion/rate-book.js';
import { type Row, rowsOf, topOf } from './rows.js';

/** Three days of 100 seconds. */
const BOUNDS = [100, 200, 300, 400];

/** The rows of a formula of one fact, of which ClickHouse said this. */
function filled(formula: Formula, by: string[], rows: CellsRow[], now = 1_000, maxRows = 100): Row[] | null {
  const [fact] = factsOf(formula);
  return rowsOf(formula, [{ fact: fact!, quantities: readsOf(formula), rows, without: [] }], {
    by,
    clocks: [oneClock(BOUNDS)],
    everyone: null,
    conversion: null,
    now,
    parameters: {},
    maxRows,
  });
}
const of = (name: string) => metricByName(name)!.formula;

describe('an answer has no gaps', () => {
  it('counts nothing as zero, and divides nothing into nothing', () => {
    expect(filled(of('calls'), [], [{ i: 1, q0: 4 }])).toMatchObject([
      { value: 0, n: 0 },
      { value: 4, n: 4 },
      { value: 0 },
    ]);
    expect(filled(of('revenue_won'), [], [])).toMatchObject([{ value: '0' }, { value: '0' }, { value: '0' }]);
    const nothing = { value: null, n: 0, numerator: 0, denominator: 0 };
    expect(filled(of('close_rate'), [], [])).toMatchObject([nothing, nothing, nothing]);
    expect(filled(of('first_response_time_p50'), [], [])![0]).toMatchObject({ value: null, numerator: null });
  });

  it('repeats each group in each interval, the highest first', () => {
    const found = [
      { i: 0, q0: 1, rep: 'ann' },
      { i: 0, q0: 3, rep: 'bob' },
      { i: 2, q0: 2, rep: 'ann' },
    ];
    expect(
      filled(of('calls'), ['rep'], found)!.map(({ i, dimensions, value }) => [i, dimensions.rep, value]),
    ).toEqual([
      [0, 'bob', 3],
      [0, 'ann', 1],
      [1, 'ann', 0],
      [1, 'bob', 0],
      [2, 'ann', 2],
      [2, 'bob', 0],
    ]);
  });

  it('lists no group behind which nothing stands', () => {
    const found = [
      { i: 0, q0: 0, rep: 'whose cells are of another metric' },
      { i: 0, q0: 0, rep: 'ann' },
      { i: 1, q0: 2, rep: 'ann' },
    ];
    const reps = filled(of('calls'), ['rep'], found)!.map(({ dimensions }) => dimensions.rep);
    expect(new Set(reps)).toEqual(new Set(['ann']));
    expect(filled(of('calls'), ['rep'], [{ i: 0, q0: 0, rep: 'x' }])).toEqual([]);
  });

  it('leaves out intervals that have not begun, unless something is dated in them', () => {
    const intervals = (name: string, found: CellsRow[]) =>
      filled(of(name), [], found, 250)!.map(({ i }) => i);
    expect(intervals('calls', [{ i: 0, q0: 1 }])).toEqual([0, 1]);
    expect(intervals('calls', [{ i: 0, q0: 1 }, { i: 2, q0: 5 }])).toEqual([0, 1, 2]); // biome-ignore format: one line
    // A stock of the future is not known, nor what share of it will be lost.
    expect(intervals('tickets_waiting', [{ i: 0, q0: 1 }, { i: 2, q0: 1 }])).toEqual([0, 1]); // biome-ignore format: one line
    expect(intervals('churn_rate', [{ i: OPENING, q1: 1 }])).toEqual([0, 1]);
  });

  it('is none when it would have too many rows', () => {
    const found = [
      { i: 0, q0: 1, rep: 'ann' },
      { i: 0, q0: 1, rep: 'bob' },
    ];
    expect(filled(of('calls'), ['rep'], found, 1_000, 6)).toHaveLength(6);
    expect(filled(of('calls'), ['rep'], found, 1_000, 5)).toBeNull();
  });
});

describe('a stock', () => {
  it('goes on from what was before the period, interval by interval', () => {
    const found = [
      { i: OPENING, q0: 5, q1: 2 },
      { i: 0, q0: 1, q1: 0 },
      { i: 2, q0: 0, q1: 4 },
    ];
    const values = (name: string) => filled(of(name), [], found)!.map(({ value }) => value);
    expect(values('customers_at_start')).toEqual([3, 4, 4]);
    expect(values('customers_at_end')).toEqual([4, 4, 0]);
  });
});

describe('money', () => {
  it('keeps every digit', () => {
    const found = [
      { i: OPENING },
      { i: 0, q0: '90071992547409931234.5678', q1: 2 },
      { i: 1, q0: '-0.05', q1: 1 },
    ];
    expect(filled(of('revenue_won'), [], found)!.map(({ value }) => value)).toEqual([
      '90071992547409931234.5678',
      '-0.05',
      '0',
    ]);
  });
});

describe('facts', () => {
  const call = measuresOf('call').sum('calls');
  const won = measuresOf('deal').sum('won');
  /** No metric of the catalogue is of two facts yet. */
  const callsPerWin: Formula = {
    ...count(won),
    kind: 'ratio',
    value: quotient(call, won),
    numerator: call,
    denominator: won,
  };

  it('meet on interval and dimensions, zero where one of them has nothing', () => {
    const read = (fact: 'call' | 'deal') => readsOf(callsPerWin).filter((each) => each.fact === fact);
    const rows = rowsOf(
      callsPerWin,
      [
        { fact: 'call', quantities: read('call'), without: [], rows: [{ q0: 8, rep: 'ann' }, { q0: 5, rep: 'bob' }] }, // biome-ignore format: one line
        { fact: 'deal', quantities: read('deal'), without: [], rows: [{ q0: 2, rep: 'ann' }, { q0: 1, rep: 'cleo' }] }, // biome-ignore format: one line
      ],
      {
        by: ['rep'],
        clocks: [oneClock([100, 200])],
        everyone: null,
        conversion: null,
        now: 150,
        parameters: {},
        maxRows: 10,
      },
    );
    expect(rows).toEqual([
      { i: 0, dimensions: { rep: 'ann' }, value: 4, n: 2, numerator: 8, denominator: 2 },
      { i: 0, dimensions: { rep: 'cleo' }, value: 0, n: 1, numerator: 0, denominator: 1 },
    ]);
  });

  it('count beside each currency that occurs where one of them has none, and beside no other', () => {
    const costPerLead = of('cost_per_lead');
    const read = (fact: 'campaign' | 'lead') => readsOf(costPerLead).filter((each) => each.fact === fact);
    const counted = (by: string[], spent: CellsRow[], leads: CellsRow[]) =>
      rowsOf(
        costPerLead,
        [
          { fact: 'campaign', quantities: read('campaign'), without: [], rows: spent },
          { fact: 'lead', quantities: read('lead'), without: ['currency'], rows: leads },
        ],
        {
          by,
          clocks: [oneClock([100, 200])],
          everyone: null,
          conversion: null,
          now: 150,
          parameters: {},
          maxRows: 10,
        },
      )!.map(({ dimensions, value, n }) => [...Object.values(dimensions), value, n]);
    const spent = [
      { q0: '30', campaign: 'spring', currency: 'EUR' },
      { q0: '50', campaign: 'spring', currency: 'USD' },
      { q0: '0', campaign: 'fair', currency: 'USD' },
      { q0: '7', campaign: 'without leads', currency: 'USD' },
    ];
    const leads = [
      { q0: 10, campaign: 'spring' },
      { q0: 3, campaign: 'fair' },
      { q0: 2, campaign: 'that cost nothing' },
    ];
    expect(counted(['campaign', 'currency'], spent, leads)).toEqual([
      ['spring', 'USD', 5, 10],
      ['spring', 'EUR', 3, 10],
    ]);
    expect(counted([], [{ q0: '30' }], [{ q0: 15 }])).toEqual([[2, 15]]);
    expect(counted([], [{ q0: '0' }], [{ q0: 15 }])).toEqual([[null, 0]]);
  });
});

describe('a share of all values of a dimension', () => {
  const mix = of('activity_mix');
  const [own, whole] = readsOf(mix);
  const shares = (
    by: string[],
    ofKind: CellsRow[],
    ofAll: CellsRow[],
    everyone: Record<string, string>[] | null = null,
  ) =>
    rowsOf(
      mix,
      [
        { fact: 'activity', quantities: [own!], without: [], rows: ofKind },
        { fact: 'activity', quantities: [whole!], without: ['kind'], rows: ofAll },
      ],
      {
        ...{ by, everyone, clocks: [oneClock(BOUNDS)], conversion: null, now: 1_000 },
        ...{ parameters: {}, maxRows: 10 },
      },
    )!.map(({ i, dimensions, value, n }) => [i, ...Object.values(dimensions), value, n]);

  it('is 0 where there is nothing of it, and none where there is nothing at all', () => {
    const ofAll = [{ i: 0, q0: 96 }, { i: 2, q0: 4 }]; // biome-ignore format: one line
    const nothing = [1, null, 0];
    expect(shares([], [], ofAll)).toEqual([[0, 0, 96], nothing, [2, 0, 4]]);
    expect(shares([], [{ i: 2, q0: 1 }], ofAll)).toEqual([[0, 0, 96], nothing, [2, 0.25, 4]]);
  });

  it('is 0 of each who did all else, but is no row of a kind that nobody asked for', () => {
    const ofAll = [{ i: 0, q0: 96, rep: 'ann' }];
    expect(shares(['rep'], [], ofAll)[0]).toEqual([0, 'ann', 0, 96]);
    expect(shares(['rep', 'kind'], [{ i: 0, q0: 0, rep: 'ann', kind: 'demo' }], ofAll)).toEqual([]);
    const ofBoth = [...ofAll, { i: 0, q0: 4, rep: 'bob' }];
    const oneOfBob = [{ i: 0, q0: 1, rep: 'bob', kind: 'demo' }];
    expect(shares(['rep', 'kind'], oneOfBob, ofBoth, [{ rep: 'ann' }, { rep: 'bob' }]).slice(0, 2)).toEqual([
      [0, 'bob', 'demo', 0.25, 4],
      [0, 'ann', 'demo', 0, 96],
    ]);
  });
});

describe('amounts in one currency', () => {
  const told = (base: string, quote: string, from: string, rate: bigint) => ({
    ...{ base, quote, from, until: '2299-12-31', rate },
  });
  const book = new RateBook(
    [told('USD', 'EUR', '1970-01-01', 500_000_000_000n), told('USD', 'EUR', '1970-01-02', 250_000_000_000n)],
    'EUR',
  );
  const DAY = 86_400;
  const clocks = [oneClock([0, DAY, 2 * DAY])];
  const rates = { book, days: ['1970-01-01', '1970-01-02'], segments: [[0, DAY]] };
  const converted = (formula: Formula, rows: CellsRow[], by: string[] = []) => {
    const conversion = new Conversion(rates, clocks, 3 * DAY);
    const [fact] = factsOf(formula);
    const counted = [{ fact: fact!, quantities: readsOf(formula), rows, without: [] }];
    const found = rowsOf(formula, counted, {
      ...{ by, clocks, everyone: null, conversion, now: 3 * DAY, parameters: {}, maxRows: 10 },
    });
    return { values: found!.map(({ value, n }) => [value, n]), told: conversion.told() };
  };

  it('are each by the rate of its own day, and rounded when all is added up', () => {
    const row = { q1: 1, first: 0, last: 0 };
    expect(
      converted(of('revenue_won'), [
        { ...row, i: 0, r: 0, currency: 'EUR', q0: '1' },
        { ...row, i: 0, r: 0, currency: 'USD', q0: '10.0001' },
        { ...row, i: 0, r: 0, currency: 'USD', q0: '0.0001' },
        { ...row, i: 1, r: 1, currency: 'USD', q0: '10' },
      ]),
    ).toEqual({
      values: [
        ['6.0001', 3],
        ['2.5', 1],
      ],
      told: {
        ...{ currency: 'EUR', converted: true, missing: [] },
        rates: [
          ...[
            {
              currency: 'USD',
              how: 'told',
              pairs: ['USD/EUR'],
              from: '1970-01-01',
              to: '1970-01-02',
              rates: 2,
            },
          ],
        ],
      },
    });
  });

  it('are by that of the end where they are in stock', () => {
    const opening = { i: OPENING, r: 0, currency: 'USD', q0: '100', q1: 1 };
    expect(converted(of('mrr'), [opening]).values).toEqual([
      ['50', 1],
      ['25', 1],
    ]);
  });

  it('are of its own day where they are no stock, also what came in before the period', () => {
    const soFar: Formula = { ...count(accrued(measuresOf('deal').sum('won_amount'))), kind: 'sum' };
    const row = { i: OPENING, currency: 'USD', q0: '100', first: 0, last: 0 };
    expect(
      converted(soFar, [
        { ...row, r: 0 },
        { ...row, r: 1 },
      ]).values,
    ).toEqual([
      // biome-ignore format: one line
      ['75', 750_000_000_000_000_000],
      ['75', 750_000_000_000_000_000],
    ]);
  });

  it('are in stock by the day of each clock', () => {
    const zones = ['Etc/GMT+12', 'Etc/GMT-12'];
    const byOffice = zones.map((tz, n) => ({ ...oneClock([0, DAY], tz), offices: [`office ${n}`] }));
    const conversion = new Conversion(rates, byOffice, 0);
    const found = rowsOf(
      of('mrr'),
      [
        {
          ...{ fact: 'subscription', quantities: readsOf(of('mrr')), without: [] },
          rows: [0, 1].map((c) => ({ i: OPENING, r: 0, c, currency: 'USD', q0: '100', q1: 1 })),
        },
      ],
      {
        ...{ by: [], clocks: byOffice, everyone: null, conversion, now: 0, parameters: {}, maxRows: 10 },
      },
    );
    // At midnight of UTC it is still the day before in one of them, of which there is no rate.
    expect([found!.length, conversion.told().missing]).toEqual([
      1,
      [{ pair: 'USD/EUR', from: '1969-12-31', to: '1969-12-31' }],
    ]);
    expect(found).toMatchObject([{ value: '50' }]);
  });

  it('leave out what has no currency, and say so where it has an amount', () => {
    const row = { i: 0, r: 0, first: 0, last: 0, currency: 'USD' };
    const values = (q0: string) =>
      converted(of('deal_size_mean'), [
        { ...row, q0: '10', q1: 1 },
        { ...row, currency: '', q0, q1: 9 },
      ]);
    expect(values('0')).toMatchObject({ values: [[5, 1], [null, 0]], told: { missing: [] } }); // biome-ignore format: one line
    expect(values('1').told.missing).toMatchObject([{ pair: '/EUR' }]);
  });

  it('say what is missing, and on which days', () => {
    expect(
      converted(of('revenue_won'), [
        { i: 0, r: 0, currency: 'CHF', q0: '1', q1: 1, first: 3_600, last: 7_200 },
        { i: 1, r: 1, currency: 'CHF', q0: '1', q1: 1, first: DAY, last: DAY },
      ]).told,
    ).toMatchObject({
      converted: false,
      missing: [{ pair: 'CHF/EUR', from: '1970-01-01', to: '1970-01-02' }],
    });
  });
});

describe('the top of an answer', () => {
  it('is so many rows of each interval, each currency for itself', () => {
    const row = (i: number, product: string, currency: string): Row => ({
      ...{ i, dimensions: { product, currency }, value: 1, n: 1, numerator: null, denominator: null },
    });
    const rows = [row(0, 'bolt', 'EUR'), row(0, 'nut', 'EUR'), row(0, 'nut', 'USD'), row(1, 'nut', 'EUR')];
    expect(topOf(rows, 1, ['currency'])).toEqual([rows[0], rows[2], rows[3]]);
    expect(topOf(rows, 2, [])).toEqual([rows[0], rows[1], rows[3]]);
  });
});
