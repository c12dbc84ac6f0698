import { describe, expect, it } from 'vitest';
import { durationMoved } from './durations.js';
import type { Histogram } from './histogram.js';

const histogramOf = (values: readonly number[]): Histogram => {
  const histogram = new Map<number, number>();
  for (const value of values) histogram.set(value, (histogram.get(value) ?? 0) + 1);
  return histogram;
};
const current = histogramOf([10, 20, 20, 40, 60, 62, 63, 50]);
const before = histogramOf([12, 10, 10, 8, 20, 30, 31, 9, 11, 40]);

describe('whether durations moved', () => {
  // scipy.stats.mannwhitneyu, asymptotic with continuity.
  it('is the rank-sum test with ties', () => {
    const { chance, effect, n } = durationMoved('rising', current, [before], 0);
    expect(chance).toBeCloseTo(0.012817518206032214, 7);
    expect(effect).toBeCloseTo(40.5 / 11.5, 12);
    expect(n).toBe(8);
    expect(durationMoved('falling', current, [before], 0).chance).toBeGreaterThan(0.98);
  });

  it('forgives what the margin stretches', () => {
    expect(durationMoved('rising', current, [before], 3).chance).toBeGreaterThan(0.5);
  });

  it('forgives more where windows before have differed', () => {
    const short = histogramOf([8, 9, 10, 11, 12, 13]);
    const long = histogramOf([40, 41, 42, 43, 44, 45]);
    const mixed = histogramOf([8, 9, 10, 43, 44, 45]);
    const alike = histogramOf([11, 12, 13, 40, 41, 42]);
    const slow = histogramOf([50, 51, 52, 53, 54, 55]);
    expect(durationMoved('rising', slow, [short, long], 0).chance).toBeGreaterThan(
      3 * durationMoved('rising', slow, [mixed, alike], 0).chance,
    );
  });

  it('says nothing without cases', () => {
    expect(durationMoved('rising', new Map(), [before], 0)).toEqual({ chance: 1, effect: null, n: 0 });
    expect(durationMoved('rising', current, [], 0).chance).toBe(1);
  });
});
