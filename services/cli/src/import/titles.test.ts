import { expect, it } from 'vitest';
import { titleMeant } from './titles.js';

const TITLES = [
  'Close Date',
  'How likely are you to buy?',
  'How likely are you to recommend Acme?',
  'Stage (%)',
];

it.each([
  [['close date'], 'Close Date'],
  [['Closed on', 'Close Date'], 'Close Date'],
  [['Stage (%)'], 'Stage (%)'],
  [['How likely are you to recommend*'], 'How likely are you to recommend Acme?'],
  [['How likely*'], null],
  [['How likely*', 'Close Date'], 'Close Date'],
  [['Close'], null],
])('by %j is meant %j', (wanted, meant) => {
  expect(titleMeant(wanted, TITLES)).toBe(meant);
});
