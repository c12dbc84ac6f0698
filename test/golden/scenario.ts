import type { Given } from './given.js';

/** One row of an answer: its dimensions beside value, n, numerator and denominator. What is left out may be anything. */
export type Row = Record<string, unknown>;

/** Events in, numbers out. */
export interface Scenario {
  name: string;
  given: Given[];
  /**
   * Asked of the query service on 15 April 2026, noon UTC: `metric?query` → all rows of the answer, in its order; with
   * `#conversion` what it says of the rates.
   */
  expect: Record<string, Row | Row[]>;
}

/** When the scenarios are asked. */
export const NOW = Date.parse('2026-04-15T12:00Z');

/** The month in which most scenarios play. */
export const MARCH = 'from=2026-03-01&to=2026-04-01';

/** A percentile: within 1 % of the exact one. */
export const near = (exact: number) => ({
  $$typeof: Symbol.for('jest.asymmetricMatcher'),
  asymmetricMatch: (actual: unknown) =>
    typeof actual === 'number' && Math.abs(actual - exact) <= Math.abs(exact) * 0.01,
  toString: () => 'near',
  toAsymmetricMatcher: () => `within 1 % of ${exact}`,
});

/** Nothing to divide by. */
export const NOTHING = { value: null, n: 0 };

export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => count * 3_600_000;
export const days = (count: number): number => count * 86_400_000;
