import { metricByName } from '@tallyboard/metrics/catalogue';
import { describe, expect, it } from 'vitest';
import { wilson } from './wilson.js';

describe('the Wilson interval', () => {
  // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is the published one', (hits, n, low, high) => {
    const interval = wilson(hits, n)!;
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('is none without observations or of what is no share', () => {
    expect(wilson(0, 0)).toBeNull();
    expect(wilson(5, 4)).toBeNull();
    expect(wilson(-1, 4)).toBeNull();
    expect(wilson(4, 4)!.high).toBe(1);
  });

  it('is given for shares of things counted alone', () => {
    const has = (name: string) => metricByName(name)!.formula.isShare;
    expect(['close_rate', 'connect_rate', 'churn_rate', 'csat', 'first_response_within'].map(has)).toEqual(
      Array(5).fill(true),
    );
    expect(['close_rate_by_value', 'nps', 'csat_mean', 'calls', 'sales_cycle_p50'].map(has)).toEqual(
      Array(5).fill(false),
    );
  });
});
