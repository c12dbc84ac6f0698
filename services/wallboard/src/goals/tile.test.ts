import type { GoalProgress } from '@tallyboard/api/goals';
import { expect, it } from 'vitest';
import { goalTile } from './tile.js';

const GOAL: GoalProgress = {
  ...{ name: 'west', title: 'Revenue of West', metric: 'revenue_won', unit: 'money', better: 'up' },
  ...{ from: '2026-03-01T00:00:00+01:00', to: '2026-04-01T00:00:00+02:00', tz: 'Europe/Berlin' },
  ...{ target: 100_000, baseline: null, actual: 42_000.5, n: 21, adds_up: true, share: 0.42 },
  ...{ filled: 0.42, mark: 0.5, elapsed: 0.5, expected: 50_000, projection: 84_001 },
  ...{ days_left: 16, working_days_left: 11, schedule: 'west', status: 'behind' },
  goal: { name: 'west', metric: 'revenue_won', target: 100_000, filter: { currency: ['EUR'] } },
};

it('a goal says what is there, what is wanted, where it should be and where it is heading', () => {
  expect(goalTile(GOAL)).toMatchObject({
    ...{
      title: 'Revenue of West',
      left: '11 working days left',
      target: 'of €100K',
      filled: 0.42,
      mark: 0.5,
    },
    ...{ pace: 'by now €50.0K, heading for €84.0K', words: '▼ behind' },
  });
  expect(goalTile(GOAL).actual.text).toBe('€42.0K');
});

it('what is converted is shown in its currency, or says that a rate is missing', () => {
  const goal = { ...GOAL.goal, filter: {}, currency: 'USD' };
  const conversion = { currency: 'USD', converted: true, rates: [], missing: [] };
  expect(goalTile({ ...GOAL, goal, conversion })).toMatchObject({ target: 'of $100K', words: '▼ behind' });
  const without = { ...conversion, converted: false };
  expect(goalTile({ ...GOAL, goal, actual: null, status: 'no_value', conversion: without }).words).toBe(
    'an exchange rate is missing',
  );
});

it('a level has a direction instead of a projection', () => {
  const level = { ...GOAL, unit: 'ratio', adds_up: false, target: 0.03, expected: 0.04 } as const;
  expect(goalTile({ ...level, better: 'down' })).toMatchObject({
    ...{ target: 'at most 3.0 %', pace: 'by now at most 4.0 %' },
  });
  expect(goalTile({ ...level, better: 'up' })).toMatchObject({ target: 'at least 3.0 %' });
});

it('what is over or to come has no pace, and the bar ends at its ends', () => {
  const over = { ...GOAL, status: 'reached', days_left: 0, working_days_left: 0, filled: 1.3 } as const;
  expect(goalTile(over)).toMatchObject({ left: 'over', pace: '', words: '✓ reached', filled: 1 });
  expect(goalTile({ ...GOAL, status: 'to_come', filled: null })).toMatchObject({
    left: 'not begun',
    filled: 0,
  });
  expect(goalTile({ ...GOAL, days_left: 1, working_days_left: null }).left).toBe('1 day left');
});
