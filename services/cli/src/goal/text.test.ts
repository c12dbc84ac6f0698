import type { GoalProgress } from '@tallyboard/api/goals';
import { describe, expect, it } from 'vitest';
import { amountIn } from './amounts.js';
import { goalsTable, goalText } from './text.js';

const GOAL: GoalProgress = {
  ...{ name: 'west', title: 'Revenue of West', metric: 'revenue_won', unit: 'money', better: 'up' },
  ...{ from: '2026-03-01T00:00:00+01:00', to: '2026-04-01T00:00:00+02:00', tz: 'Europe/Berlin' },
  ...{ target: 100_000, baseline: 80_000, actual: 42_000.5, n: 21, adds_up: true, share: 0.420005 },
  ...{
    elapsed: 0.5,
    filled: 0.42,
    mark: 0.5,
    expected: 50_000,
    projection: 84_001,
    days_left: 16,
    working_days_left: 11,
    schedule: 'west',
  },
  ...{ status: 'behind' },
  goal: {
    ...{ name: 'west', metric: 'revenue_won', period: 'this_month', target: 100_000 },
    filter: { office: ['west'], currency: ['EUR'] },
  },
};

describe('a goal', () => {
  it('is a row of a table', () => {
    const [head, , row] = goalsTable([GOAL]).split('\n');
    expect(head!.split(/ {2,}/)).toEqual([
      ...['name', 'metric', 'where', 'until', 'target', 'actual'],
      ...['of target', 'by now', 'projection', 'days left', 'status'],
    ]);
    expect(row!.split(/ {2,}/)).toEqual([
      ...['west', 'revenue_won', 'west, EUR', '2026-03-31', '100,000.00', '42,000.50'],
      ...['42 %', '50,000.00', '84,001.00', '11', 'behind'],
    ]);
  });

  it('is sentences that say by whose time, and which way is better', () => {
    expect(goalText(GOAL).split('\n')).toEqual([
      'Revenue of West (revenue_won, west, EUR), 2026-03-01 to 2026-03-31 (Europe/Berlin): behind',
      '',
      'target      100,000.00 or more',
      'baseline    80,000.00',
      'actual      42,000.50, 42 % of the target, n 21',
      'by now      50,000.00: 50 % of the working time (schedule west) is over',
      'projection  84,001.00, if it goes on like this',
      'left        11 working days of 16',
    ]);
    const level = goalText({
      ...GOAL,
      ...{ unit: 'ratio', better: 'down', target: 0.03, baseline: null, actual: null, share: null },
      ...{ adds_up: false, projection: null, schedule: null, working_days_left: null, status: 'no_value' },
    });
    expect(level).toContain('target      3.00 % or less');
    expect(level).toContain('actual      –, – of the target');
    expect(level).toContain('50 % of the time is over');
    expect(level).toContain('left        16 days');
  });

  it('is of amounts in one currency, and says by which rates, or that one is missing', () => {
    const goal = { ...GOAL.goal, filter: { office: ['west'] }, currency: 'EUR' };
    const conversion = { currency: 'EUR', converted: true, rates: [], missing: [] };
    const text = goalText({ ...GOAL, goal, conversion });
    expect(text).toContain('(revenue_won, west, in EUR)');
    expect(text).toContain('converted   All of it was in EUR.');
    const missing = [{ pair: 'USD/EUR', from: '2026-03-02', to: '2026-03-04' }];
    expect(
      goalText({ ...GOAL, goal, actual: null, conversion: { ...conversion, converted: false, missing } }),
    ).toContain('converted   Not converted into EUR, since there is no rate of USD/EUR');
  });

  it('is said in the unit of its metric', () => {
    expect([amountIn('25%', 'ratio', '--target'), amountIn('0.25', 'ratio', '--target')]).toEqual([
      0.25, 0.25,
    ]);
    expect([amountIn('30m', 'ms', '--target'), amountIn('1.5h', 'ms', '--target')]).toEqual([
      1_800_000, 5_400_000,
    ]);
    expect(amountIn('-40', 'points', '--baseline')).toBe(-40);
    expect(() => amountIn('25%', 'count', '--target')).toThrow('--target is "25%" but wants a number');
    expect(() => amountIn('soon', 'ms', '--target')).toThrow('such as 90s');
  });
});
