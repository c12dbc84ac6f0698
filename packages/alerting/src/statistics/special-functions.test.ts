import { describe, expect, it } from 'vitest';
import {
  binomialLowerTail,
  binomialUpperTail,
  logGamma,
  normalQuantile,
  normalTail,
  regularizedBeta,
} from './special-functions.js';

const relative = (value: number, expected: number) => Math.abs(value / expected - 1);

// Expected values are those of SciPy 1.17.
describe('special functions', () => {
  it.each([
    [0.5, 0.5723649429247],
    [10.25, 13.368023671476045],
    [12345.6, 103959.18506616844],
  ])('ln Γ(%d)', (x, expected) => {
    expect(relative(logGamma(x), expected)).toBeLessThan(1e-12);
  });

  it.each([
    [0.3, 2, 5, 0.579825],
    [0.5, 10.5, 3.25, 0.018940376854767984],
    [0.02, 30, 1400, 0.4195191651686617],
    [0.999, 5000, 4, 0.26446456496929827],
  ])('I of %d at (%d, %d)', (x, a, b, expected) => {
    expect(relative(regularizedBeta(x, a, b), expected)).toBeLessThan(1e-9);
  });

  it.each([
    [0, 0.5],
    [-1.5, 0.9331927987311419],
    [4, 3.167124183311986e-5],
    [20, 2.7536241186061556e-89],
  ])('the normal tail beyond %d, and back', (z, expected) => {
    expect(relative(normalTail(z), expected)).toBeLessThan(2e-7);
    expect(normalQuantile(normalTail(z))).toBeCloseTo(z, 5);
  });

  it('gives both tails of a binomial, which share the value itself', () => {
    const exact = (k: number) => [1, 4, 6, 4, 1][k]! * 0.3 ** k * 0.7 ** (4 - k);
    expect(binomialUpperTail(3, 4, 0.3)).toBeCloseTo(exact(3) + exact(4), 12);
    expect(binomialLowerTail(3, 4, 0.3)).toBeCloseTo(1 - exact(4), 12);
    expect([binomialUpperTail(0, 4, 0.3), binomialLowerTail(4, 4, 0.3)]).toEqual([1, 1]);
  });
});
