import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.js';

describe('nearest', () => {
  it.each([
    ['ofice', ['office', 'team', 'rep'], 'office'],
    ['clos_rate', ['close_rate', 'calls'], 'close_rate'],
    ['CALLS', ['calls'], 'calls'],
    ['weather', ['calls', 'churn_rate'], undefined],
    ['', ['calls'], undefined],
  ])('of %j among %j is %j', (word, candidates, guess) => {
    expect(nearest(word, candidates)).toBe(guess);
  });

  it('compares no more of a long word than its beginning', () => {
    expect(nearest(`calls${'x'.repeat(100_000)}`, ['calls'])).toBeUndefined();
  });
});
