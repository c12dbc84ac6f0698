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
    if (answer) held.set(q, { result: answer, refusal: null, changedMs: null });
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
    expect(panel?.figures[0]?.trend).toEqual({ points: [4, 5, 7], shape: 'bars' });
    expect(panel?.asides.map(({ value, words }) => `${value.text} ${words}`)).toEqual(['50.0 % connected']);
  });

  it('gives an aside without its main number a panel of its own', () => {
    expect(panels({ 'connect_rate?period=today': null }).map(({ title }) => title)).toEqual(['connect_rate']);
  });

  it('shows nothing, not zero, for a tile whose answer has not come', () => {
    const [panel] = panels({ 'calls?period=today': null });
    expect(panel).toMatchObject({ figures: [], asides: [], answer: 'awaited' });
  });

  it('takes an answer without rows for no data, and says of what', () => {
    const [panel] = panels({ 'close_rate?period=this_month': result([], { unit: 'ratio' }) });
    expect(panel?.figures).toMatchObject([{ known: false, value: { text: '–' } }]);
    expect(panel?.missing).toBe('no deals closed this month');
  });

  it('says why the server refused a tile', () => {
    const q = 'calls?period=today&filter=office:nowhere';
    const board: Board = { id: 'o', title: 'O', tz: 'UTC', tiles: [{ id: 'calls', title: 'Calls', q, style: 'number' }] }; // biome-ignore format: one line
    const held = new Map([[q, { result: null, refusal: 'no office "nowhere"', changedMs: null }]]);
    expect(panelsOf(board, held)).toMatchObject([
      { figures: [], answer: 'refused', missing: 'no office "nowhere"' },
    ]);
  });

  it('says what a number rests on, unless the number or an aside says it already', () => {
    const [calls, revenue, close] = panels({
      'calls?period=today': result([row(7, { n: 7 })]),
      'revenue_won?period=this_month&by=currency': result(
        [row('10', { n: 2, dimensions: { currency: 'EUR' } })],
        { unit: 'money' },
      ),
      'deals_won?period=this_month': result([row(2, { n: 2 })]),
      'close_rate?period=this_month': result([row(0.5, { n: 1036 })], { unit: 'ratio' }),
    });
    expect([calls?.basis, revenue?.basis, close?.basis]).toEqual(['', '', '1,036 deals']);
  });

  it('does not seem to count deals twice when some have no amount', () => {
    const [revenue] = panels({
      'revenue_won?period=this_month': result([row('10', { n: 1, dimensions: { currency: 'EUR' } })], {
        unit: 'money',
      }),
      'deals_won?period=this_month': result([row(2, { n: 2 })]),
    });
    expect(revenue?.asides).toMatchObject([{ words: 'deals won', value: { text: '2' } }]);
    expect(revenue?.basis).toBe('1 deal won with an amount');
  });

  it('shows an amount per currency, each with its own trend and change, and adds none of them', () => {
    const of = (currency: string, value: string, n: number) => row(value, { dimensions: { currency }, n });
    const money = { unit: 'money' as const, by: ['currency'] };
    const [panel, ...others] = panels({
      'revenue_won?period=this_month&by=currency': result([of('GBP', '10', 1), of('EUR', '20', 5)], money),
      'revenue_won?period=today&by=currency': result([of('GBP', '1', 1), of('EUR', '2', 1)], money),
      'revenue_won?period=last_month_to_now&by=currency': result([of('EUR', '40', 7)], {
        ...money,
        from: '2026-10-01T00:00:00Z',
        to: '2026-10-24T14:15:00Z',
      }),
      'revenue_won?period=last_7_days&interval=day&by=currency': result(
        [
          ...days([1, 2], { dimensions: { currency: 'EUR' } }),
          ...days([3, 4], { dimensions: { currency: 'GBP' } }),
        ],
        { ...money, interval: 'day' },
      ),
    });
    expect(others).toEqual([]);
    expect(panel?.figures).toMatchObject([
      {
        value: { text: '€20' },
        trend: { points: [1, 2] },
        comparison: { against: '1–24 Oct', change: { verdict: 'bad', text: '50 %' } },
      },
      { value: { text: '£10' }, trend: { points: [3, 4] }, comparison: null },
    ]);
    expect(panel?.asides).toEqual([]);
  });

  it('shows one amount where all of it was converted, in the currency that was asked for', () => {
    const conversion = { currency: 'JPY', converted: true, rates: [], missing: [] };
    const [panel] = panels({
      'revenue_won?period=this_month&currency=JPY': result([row('8420', { n: 3 })], {
        ...{ unit: 'money', by: [], conversion },
      }),
    });
    expect(panel?.figures).toMatchObject([{ value: { text: '¥8,420' } }]);
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
      'calls?period=yesterday': result([row(20)]),
    });
    expect(panel?.figures[0]?.comparison).toEqual({ against: 'was 20 yesterday', change: null });
  });

  it('compares half a day with as much of the day before, and says till when, on the clocks of the board', () => {
    const [panel] = panels({
      'calls?period=today': result([row(30)]),
      'calls?period=yesterday_to_now': result([row(20)], {
        from: '2026-11-23T00:00:00+05:45',
        to: '2026-11-23T19:45:00+05:45',
        tz: 'Asia/Kathmandu',
      }),
    });
    expect(panel?.figures[0]?.comparison).toEqual({
      against: 'Mon till 19:45',
      change: { direction: 'up', verdict: 'good', text: '50 %' },
    });
  });

  it('calls a rising rate bad where less is better', () => {
    const churn = { unit: 'ratio', better: 'down' } as const;
    const [panel] = panels({
      'churn_rate?period=last_30_days': result([row(0.03)], churn),
      'churn_rate?period=previous_30_days': result([row(0.02)], churn),
    });
    expect(panel?.figures[0]?.comparison).toEqual({
      against: '30 d before',
      change: { direction: 'up', verdict: 'bad', text: '1.0 pt' },
    });
  });

  it('passes no verdict on a change that rounds to nothing', () => {
    const [panel] = panels({
      'csat?period=last_30_days': result([row(0.9001)], { unit: 'ratio' }),
      'csat?period=previous_30_days': result([row(0.9)], { unit: 'ratio' }),
    });
    expect(panel?.figures[0]?.comparison?.change).toMatchObject({ direction: 'same', verdict: 'neutral' });
  });

  it('begins the trend at the first known point', () => {
    const [panel] = panels({
      'csat?period=today': result([row(0.9)], { unit: 'ratio' }),
      'csat?period=last_7_days&interval=day': result(days([null, null, 0.8, 0.9]), { unit: 'ratio' }),
    });
    expect(panel?.figures[0]?.trend?.points).toEqual([0.8, 0.9]);
  });

  it('breaks the trend where a point is unknown', () => {
    const [panel] = panels({
      'csat?period=today': result([row(0.9)], { unit: 'ratio' }),
      'csat?period=last_7_days&interval=day': result(days([0.8, null, 0.9]), {
        unit: 'ratio',
        interval: 'day',
      }),
    });
    expect(panel?.figures[0]?.trend).toEqual({ points: [0.8, null, 0.9], shape: 'line' });
  });

  it('ranks best first with bars against the best, and leaves out who has no value', () => {
    const rep = (id: string, value: number | null) =>
      row(value, { dimensions: { rep: id }, labels: { rep: id.toUpperCase() } });
    const [panel] = panels({
      'deals_won?period=today&by=rep': result([rep('a', 2), rep('b', null), rep('c', 8)], { by: ['rep'] }),
    });
    expect(panel?.ranking?.entries.map(({ name, share }) => [name, share])).toEqual([
      ['C', 1],
      ['A', 0.25],
    ]);
  });

  const deals = (rep: string, value: number) => row(value, { dimensions: { rep }, n: value });
  const sold = (rep: string, currency: string, value: string) =>
    row(value, { dimensions: { rep, currency }, n: 1 });
  const leaderboard = (dealRows: ResultRow[], revenueRows: ResultRow[]) =>
    panels({
      'deals_won?period=this_month&by=rep': result(dealRows, { by: ['rep'] }),
      'revenue_won?period=this_month&by=rep,currency': result(revenueRows, {
        unit: 'money',
        by: ['rep', 'currency'],
      }),
    });
  const told = (panel: ReturnType<typeof panels>[number] | undefined) =>
    panel?.ranking?.entries.map(({ name, value, note }) => [name, value.text, note]);

  it('ranks by revenue where all of it is in one currency', () => {
    const [panel, ...others] = leaderboard(
      [deals('a', 9), deals('b', 1)],
      [sold('a', 'EUR', '10'), sold('b', 'EUR', '500')],
    );
    expect(others).toEqual([]);
    expect(panel?.title).toBe('revenue_won');
    expect(told(panel)).toEqual([
      ['b', '€500', '1 deals_won'],
      ['a', '€10', '9 deals_won'],
    ]);
  });

  it('ranks by deals, with the amounts beside, where currencies cannot be compared', () => {
    const [panel] = leaderboard(
      [deals('a', 9), deals('b', 10)],
      [sold('a', 'EUR', '500'), sold('b', 'INR', '900'), sold('b', 'EUR', '7')],
    );
    expect(panel?.title).toBe('deals_won');
    expect(told(panel)).toEqual([
      ['b', '10', '₹900 + €7'],
      ['a', '9', '€500'],
    ]);
  });

  it('ranks each currency apart when there is nothing else to rank by', () => {
    const [panel] = panels({
      'revenue_won?period=today&by=rep,currency': result(
        [sold('a', 'INR', '900000'), sold('b', 'EUR', '10'), sold('c', 'EUR', '20')],
        { unit: 'money', by: ['rep', 'currency'] },
      ),
    });
    expect(panel?.ranking?.entries.map(({ place, name }) => [place, name])).toEqual([
      [1, 'c'],
      [2, 'b'],
      [1, 'a'],
    ]);
  });
});
