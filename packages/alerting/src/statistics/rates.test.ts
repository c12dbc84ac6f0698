import { describe, expect, it } from 'vitest';
import { rateMoved } from './rates.js';
import { withDispersion } from './verdict.js';

const steady = (events: number) => Array.from({ length: 10 }, () => ({ events, exposure: 100 }));

describe('whether a rate moved', () => {
  // Tails of the binomial by SciPy 1.17; in 100 days 15 events, of which months ordinarily differ by 15 %.
  it('is the exact conditional test, blunted by what months ordinarily differ', () => {
    const before = steady(15);
    const dispersion = (12 * (1 + 0.15 ** 2 * 15)) / (12 + 9);
    const rising = rateMoved('rising', { events: 33, exposure: 120 }, before, 0.1);
    expect(rising.chance).toBeCloseTo(withDispersion(0.0073927572143323425, dispersion), 7);
    expect(rising.effect).toBeCloseTo(33 / 120 / 0.15, 12);
    expect(rising.n).toBe(33);
    const falling = rateMoved('falling', { events: 9, exposure: 120 }, before, 0.1);
    expect(falling.chance).toBeCloseTo(withDispersion(0.04350654122863564, dispersion), 7);
  });

  it('forgives more where windows before have scattered more', () => {
    const wild = steady(15).map(({ exposure }, i) => ({ events: i % 2 === 0 ? 5 : 25, exposure }));
    const chanceAfter = (before: typeof wild) =>
      rateMoved('rising', { events: 40, exposure: 120 }, before, 0.1).chance;
    expect(chanceAfter(wild)).toBeGreaterThan(20 * chanceAfter(steady(15)));
  });

  it('never takes a change within the margin for one, however many there are', () => {
    const { chance } = rateMoved('rising', { events: 109_000, exposure: 100 }, steady(100_000), 0.1);
    expect(chance).toBeGreaterThan(0.5);
  });

  it('says nothing where nothing has happened or nobody was there', () => {
    expect(rateMoved('rising', { events: 0, exposure: 10 }, steady(0), 0.1).chance).toBe(1);
    expect(rateMoved('rising', { events: 9, exposure: 10 }, [], 0.1)).toEqual({
      chance: 1,
      effect: null,
      n: 9,
    });
    expect(rateMoved('falling', { events: 0, exposure: 0 }, steady(9), 0.1).chance).toBe(1);
  });
});
