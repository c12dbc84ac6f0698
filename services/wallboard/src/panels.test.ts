import { describe, expect, it } from 'vitest';
import { panelsOf } from './panels.js';
import type { Held } from './session.js';
import type { Board, Result, ResultRow } from './wire.js';

const row = (value: ResultRow['value'], more: Partial<ResultRow> = {}): ResultRow => ({
  dimensions: {},
  value,
  n: 10,
  numerator: null,
  denominator: null,
  ...more,
});

const result = (rows: ResultRow[], more: Partial<Result> = {}): Result => ({
  metric: 'calls',
  title: 'Calls',
  unit: 'count',
  better: 'up',
  from: '2026-11-24T00:00:00Z',
  to: '2026-11-25T00:00:00Z',
  tz: 'UTC',
  interval: 'none',
  by: [],
  rows,
  freshness: { complete_to: '2026-11-24T14:03:21Z', lag_ms: 80, live: true },
  ...more,
});

/** The panels of a board with these queries, each with its result (or none yet). */
function panels(tiles: Record<string, Result | null>) {
  const board: Board = {
    id: 'office',
    title: 'Office',
    tz: 'UTC',
    tiles: Object.keys(tiles).map((q) => ({ id: q, title: q.split('?')[0] ?? '', q, style: 'number' })),
  };
  const held = new Map<string, Held>();
  for (const [q, answer] of Object.entries(tiles)) {
    if (answer) held.set(q, { result: answer, changedMs: null });
  }
  return panelsOf(board, held);
}

const days = (values: (number | null)[], more: Partial<ResultRow> = {}) =>
  values.map((value, index) => row(value, { start: `2026-11-${10 + index}T00:00:00Z`, ...more }));

describe('the panels of a board', () => {
  it('puts a number, its trend and its aside into one panel', () => {
    const [panel, ...others] = panels({
      'calls?period=today': result([row(7)]),
      'calls?period=last_7_days&interval=day': result(days([4, 5, 7]), { interval: 'day' }),
      'connect_rate?period=today': result([row(0.5)], { unit: 'ratio' }),
    });
    expect(others).toEqual([]);
    expect(panel?.figures.map(({ value }) => value.text)).toEqual(['7']);
    expect(panel?.trend).toEqual({ points: [4, 5, 7], shape: 'bars' });
    expect(panel?.asides.map(({ value, words }) => `${value.text} ${words}`)).toEqual(['50.0 % connected']);
  });

  it('gives an aside without its main number a panel of its own', () => {
    expect(panels({ 'connect_rate?period=today': null }).map(({ title }) => title)).toEqual(['connect_rate']);
  });

  it('shows nothing, not zero, for a tile whose answer has not come', () => {
    const [panel] = panels({ 'calls?period=today': null });
    expect(panel).toMatchObject({ figures: [], n: null, trend: null, comparison: null });
  });

  it('takes an answer without rows for no data', () => {
    const [panel] = panels({ 'calls?period=today': result([]) });
    expect(panel?.figures).toMatchObject([{ known: false, value: { text: '–' } }]);
  });

  it('shows an amount per currency and draws no trend of a mixture', () => {
    const of = (currency: string, value: string, n: number) => row(value, { dimensions: { currency }, n });
    const [panel] = panels({
      'revenue_won?period=today&by=currency': result([of('GBP', '10', 1), of('EUR', '20', 5)], {
        unit: 'money',
      }),
      'revenue_won?period=last_7_days&interval=day&by=currency': result(
        [
          ...days([1, 2], { dimensions: { currency: 'EUR' } }),
          ...days([3, 4], { dimensions: { currency: 'GBP' } }),
        ],
        { unit: 'money', interval: 'day' },
      ),
    });
    expect(panel?.figures.map(({ value }) => value.text)).toEqual(['€20', '£10']);
    expect(panel?.trend).toBeNull();
    expect(panel?.n).toBe(6);
  });

  it('leaves out a currency in which nothing was sold', () => {
    const [panel] = panels({
      'revenue_won?period=today': result(
        [
          row('10', { dimensions: { currency: 'GBP' }, n: 1 }),
          row('0', { dimensions: { currency: 'USD' }, n: 0 }),
        ],
        { unit: 'money', by: ['currency'] },
      ),
    });
    expect(panel?.figures.map(({ value }) => value.text)).toEqual(['£10']);
  });

  it('does not call half a day worse than a whole one', () => {
    const [panel] = panels({
      'calls?period=today': result([row(7)]),
      'calls?period=yesterday': result([row(20)], {
        from: '2026-11-23T00:00:00Z',
        to: '2026-11-24T00:00:00Z',
      }),
    });
    expect(panel?.comparison).toMatchObject({ against: 'yesterday', earlier: { text: '20' }, change: null });
  });

  it('compares sums of spans that are over and equally long', () => {
    const [panel] = panels({
      'calls?period=yesterday': result([row(30)], {
        from: '2026-11-23T00:00:00Z',
        to: '2026-11-24T00:00:00Z',
      }),
      'calls?from=2026-11-22&to=2026-11-23': result([row(20)], {
        from: '2026-11-22T00:00:00Z',
        to: '2026-11-23T00:00:00Z',
      }),
    });
    expect(panel?.comparison?.change).toEqual({ direction: 'up', verdict: 'good', text: '50 %' });
  });

  it('calls a rising rate bad where less is better', () => {
    const [panel] = panels({
      'churn_rate?period=today': result([row(0.03)], {
        unit: 'ratio',
        better: 'down',
        from: '2026-11-11T01:00:00+01:00',
      }),
      // The last point is of an event that is dated tomorrow.
      'churn_rate?period=last_7_days&interval=day': result(days([0.02, 0.03, 0.5]), {
        unit: 'ratio',
        interval: 'day',
      }),
    });
    expect(panel?.comparison).toMatchObject({
      against: 'yesterday',
      change: { direction: 'up', verdict: 'bad', text: '1.0 pt' },
    });
  });

  it('breaks the trend where a point is unknown', () => {
    const [panel] = panels({
      'csat?period=today': result([row(0.9)], { unit: 'ratio' }),
      'csat?period=last_7_days&interval=day': result(days([0.8, null, 0.9]), {
        unit: 'ratio',
        interval: 'day',
      }),
    });
    expect(panel?.trend).toEqual({ points: [0.8, null, 0.9], shape: 'line' });
  });

  it('ranks best first with bars against the best, and leaves out who has no value', () => {
    const rep = (id: string, value: number | null) =>
      row(value, { dimensions: { rep: id }, labels: { rep: id.toUpperCase() } });
    const [panel] = panels({
      'deals_won?period=today&by=rep': result([rep('a', 2), rep('b', null), rep('c', 8)], { by: ['rep'] }),
    });
    expect(panel?.ranking?.groups[0]?.entries.map(({ name, share }) => [name, share])).toEqual([
      ['C', 1],
      ['A', 0.25],
    ]);
    expect(panel?.ranking?.total).toBe(2);
  });

  it('ranks each currency apart', () => {
    const of = (rep: string, currency: string, value: string) =>
      row(value, { dimensions: { rep, currency } });
    const [panel] = panels({
      'revenue_won?period=today&by=rep,currency': result(
        [of('a', 'INR', '900000'), of('b', 'EUR', '10'), of('c', 'EUR', '20')],
        { unit: 'money', by: ['rep', 'currency'] },
      ),
    });
    expect(
      panel?.ranking?.groups.map(({ currency, entries }) => [currency, entries.map(({ name }) => name)]),
    ).toEqual([
      ['EUR', ['c', 'b']],
      ['INR', ['a']],
    ]);
  });
});
