import type { Answer } from '@tallyboard/api/query';
import { formatDuration, formatValue } from '@tallyboard/metrics/value-text';
import { describe, expect, it } from 'vitest';
import { resultCsv, resultTable } from './result.js';

const result: Answer = {
  tenant: 'acme',
  metric: 'close_rate',
  title: 'Close rate',
  unit: 'ratio',
  better: 'up',
  from: '2017-01-01T00:00:00Z',
  to: '2018-01-01T00:00:00Z',
  tz: 'UTC',
  interval: 'none',
  by: ['rep'],
  rows: [
    {
      dimensions: { rep: 'vicki' },
      labels: { rep: 'Vicki, "the Closer"' },
      value: 0.631501,
      n: 6711,
      numerator: 4238,
      denominator: 6711,
      low: 0.62,
      high: 0.643,
    },
    { dimensions: { rep: '' }, value: null, n: 0, numerator: 0, denominator: 0 },
  ],
  freshness: { complete_to: '2018-01-01T00:00:00Z', lag_ms: 90_000, live: false },
};

describe('an answer', () => {
  it('is a table with names, intervals, and nothing where there is no value', () => {
    expect(resultTable(result)).toBe(
      [
        'Close rate of acme, 2017-01-01T00:00:00Z to 2018-01-01T00:00:00Z (UTC)',
        '',
        'rep                  close_rate       95 % interval      n',
        '───────────────────  ──────────  ──────────────────  ─────',
        'Vicki, "the Closer"     63.15 %  62.00 % to 64.30 %  6,711',
        '(none)                        –                          0',
        '',
        'Behind: events up to 2018-01-01T00:00:00Z are counted (1 min 30 s ago).',
      ].join('\n'),
    );
  });

  it('says which share of the events behind it has a known problem, where that was asked', () => {
    const quality = {
      share: 0.25,
      events: 1,
      of: 4,
      problems: [{ kind: 'won_without_amount', field: 'amount', events: 1 }],
    } as const;
    expect(resultTable({ ...result, quality: { ...quality, problems: [...quality.problems] } })).toContain(
      '25.00 % of the events behind it have a known problem (1 of 4): won_without_amount of amount 1.\nBehind:',
    );
    expect(resultTable({ ...result, quality: { share: null, events: 0, of: 0, problems: [] } })).toContain(
      'There are no events behind it.',
    );
  });

  it('is CSV with exact values and quoted names', () => {
    expect(resultCsv(result)).toBe(
      'rep,rep_name,value,n,numerator,denominator\nvicki,"Vicki, ""the Closer""",0.631501,6711,4238,6711\n,,,0,0,0',
    );
  });
});

describe('an answer in one currency', () => {
  const money = { ...result, metric: 'revenue_won', unit: 'money', by: [] } as const;
  const rows = [{ dimensions: {}, value: '1234567', n: 3, numerator: null, denominator: null }];
  const conversion = {
    currency: 'JPY',
    converted: true,
    rates: [
      {
        ...{ currency: 'USD', how: 'cross' as const, pairs: ['EUR/USD', 'EUR/JPY'] },
        ...{ from: '2017-01-02', to: '2017-12-29', rates: 512 },
      },
    ],
    missing: [],
  };

  it('has the places of that currency, and says by which rates', () => {
    expect(resultTable({ ...money, by: [], rows, conversion })).toContain('  1,234,567  3\n');
    expect(resultTable({ ...money, by: [], rows, conversion })).toContain(
      'USD in JPY by EUR/USD and EUR/JPY, cross: 512 rates of 2017-01-02 to 2017-12-29.',
    );
    expect(resultCsv({ ...money, by: [], rows, conversion })).toBe(
      'converted_into,value,n,numerator,denominator\nJPY,1234567,3,,',
    );
  });

  it('says which rate is missing where it is in none', () => {
    const missing = [
      { pair: 'CHF/JPY', from: '2017-03-05', to: '2017-03-05' },
      { pair: '/JPY', from: '2017-03-01', to: '2017-04-01' },
    ];
    expect(
      resultTable({
        ...money,
        by: [],
        rows,
        conversion: { ...conversion, converted: false, rates: [], missing },
      }),
    ).toContain(
      'Not converted into JPY, since there is no rate of CHF/JPY for 2017-03-05, what has no currency (2017-03-01): amounts are as they are.',
    );
  });
});

describe('an answer for a tenant that was asked for', () => {
  it('says so in each line of its CSV', () => {
    expect(
      resultCsv(result, { withTenant: true })
        .split('\n')
        .map((line) => line.split(',')[0]),
    ).toEqual(['tenant', 'acme', 'acme']);
  });
});

describe('a value', () => {
  it('of money keeps every digit', () => {
    expect(formatValue('10005534.0000', 'money')).toBe('10,005,534.00');
    expect(formatValue('-1234567890123456.7891', 'money')).toBe('-1,234,567,890,123,456.7891');
    expect(formatValue('1234.5', 'money', 'KWD')).toBe('1,234.500');
    expect(formatValue('1234', 'money', 'JPY')).toBe('1,234');
    expect(formatValue('0.0625', 'money', 'JPY')).toBe('0.0625');
  });

  it('of money for each of something has the places of its currency', () => {
    expect(formatValue(500 / 6, 'money', 'EUR')).toBe('83.33');
    expect(formatValue(500 / 6, 'money', 'JPY')).toBe('83');
    expect(formatValue(500 / 6, 'money', 'KWD')).toBe('83.333');
  });

  it.each([
    [850, '850 ms'],
    [4_200, '4.2 s'],
    [59_999, '60 s'],
    [250_000, '4 min 10 s'],
    [7_200_000, '2 h'],
    [4_473_962_434, '51.78 d'],
  ])('of %d ms reads %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('of nps has its sign', () => {
    expect(formatValue(30, 'points')).toBe('+30');
    expect(formatValue(-2.25, 'points')).toBe('-2.3');
  });
});
