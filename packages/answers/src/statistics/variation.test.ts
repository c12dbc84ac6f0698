import { describe, expect, it } from 'vitest';
import { dispersionOf, varianceOfOne } from './variation.js';

const of = (...pairs: [number, number][]) => pairs.map(([amount, n]) => ({ amount, of: n }));

describe('how far chance moves', () => {
  it('a mean of one, by how means of intervals differ', () => {
    // Means 2 and 4 of two each, around 3: 2·1 + 2·1 over one degree of freedom.
    expect(varianceOfOne([of([4, 2], [8, 2])])).toBe(4);
    // Another of whom the intervals are equal adds a degree of freedom, and one of a single interval nothing.
    expect(varianceOfOne([of([4, 2], [8, 2]), of([9, 3], [3, 1]), of([7, 1], [0, 0])])).toBe(2);
    expect(varianceOfOne([of([7, 1])])).toBeNull();
  });

  it('a total, by χ² of who and when: that of a table of two by two', () => {
    // Expected 12, 8, 18, 12 of 10, 10, 20, 10: 4/12 + 4/8 + 4/18 + 4/12.
    expect(dispersionOf([of([10, 1], [10, 1]), of([20, 1], [10, 1])])).toBeCloseTo(25 / 18, 12);
  });

  it('no total by an interval in which all have less, or in which one was not there', () => {
    expect(dispersionOf([of([10, 1], [1, 1], [10, 1]), of([20, 1], [2, 1], [20, 1])])).toBeCloseTo(0, 12);
    expect(dispersionOf([of([10, 1], [10, 1]), of([0, 0], [10, 1])])).toBeNull();
    expect(dispersionOf([])).toBeNull();
  });
});
