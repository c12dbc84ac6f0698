import { metricByName } from '@tallyboard/metrics/catalogue';
import type { MetricRow } from '@tallyboard/metrics/query';
import { describe, expect, it } from 'vitest';
import { fillGaps } from './fill-gaps.js';

const row = (i: number, value: number | string | null, n: number, rest: object = {}): MetricRow => ({
  i,
  value,
  n,
  numerator: null,
  denominator: null,
  ...rest,
});

/** Three days of 100 seconds. */
const BOUNDS = [100, 200, 300, 400];

const filled = (name: string, by: string[], found: MetricRow[], now = 1_000, maxRows = 100) =>
  fillGaps(metricByName(name)!, by, BOUNDS, found, now, maxRows);

describe('an answer has no gaps', () => {
  it('counts nothing as zero, and divides nothing into nothing', () => {
    expect(filled('calls', [], [row(1, 4, 4)])).toMatchObject([
      { value: 0, n: 0 },
      { value: 4 },
      { value: 0 },
    ]);
    expect(filled('revenue_won', [], [])).toMatchObject([{ value: '0' }, { value: '0' }, { value: '0' }]);
    const nothing = { value: null, n: 0, numerator: 0, denominator: 0 };
    expect(filled('close_rate', [], [])).toMatchObject([nothing, nothing, nothing]);
    expect(filled('first_response_time_p50', [], [])![0]).toMatchObject({ value: null, numerator: null });
  });

  it('repeats each group in each interval, the highest first', () => {
    const found = [row(0, 1, 1, { rep: 'ann' }), row(0, 3, 3, { rep: 'bob' }), row(2, 2, 2, { rep: 'ann' })];
    expect(filled('calls', ['rep'], found)!.map(({ i, rep, value }) => [i, rep, value])).toEqual([
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
      row(0, 0, 0, { rep: 'a zero that a restate left' }),
      row(0, 0, 0, { rep: 'ann' }),
      row(1, 2, 2, { rep: 'ann' }),
    ];
    expect(new Set(filled('calls', ['rep'], found)!.map(({ rep }) => rep))).toEqual(new Set(['ann']));
    expect(filled('calls', ['rep'], [row(0, 0, 0, { rep: 'x' })])).toEqual([]);
  });

  it('leaves out intervals that have not begun, unless something is dated in them', () => {
    expect(filled('calls', [], [row(0, 1, 1)], 250)!.map(({ i }) => i)).toEqual([0, 1]);
    expect(filled('calls', [], [row(0, 1, 1), row(2, 5, 5)], 250)!.map(({ i }) => i)).toEqual([0, 1, 2]);
    // A stock of the future is not known.
    expect(filled('tickets_waiting', [], [row(0, 1, 1), row(2, 1, 1)], 250)!.map(({ i }) => i)).toEqual([
      0, 1,
    ]);
  });

  it('is none when it would have too many rows', () => {
    const found = [row(0, 1, 1, { rep: 'ann' }), row(0, 1, 1, { rep: 'bob' })];
    expect(filled('calls', ['rep'], found, 1_000, 6)).toHaveLength(6);
    expect(filled('calls', ['rep'], found, 1_000, 5)).toBeNull();
  });

  it('has one row for the oldest, however many intervals', () => {
    expect(filled('oldest_waiting', [], [])).toMatchObject([{ i: 0, value: null, n: 0 }]);
  });
});
