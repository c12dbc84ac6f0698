import { describe, expect, it } from 'vitest';
import {
  apart,
  differenceOfMeans,
  differenceOfShares,
  meanByDays,
  meanOfDays,
  studentQuantile,
} from './difference.js';

describe('a difference of shares', () => {
  // Newcombe 1998, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
  ])('of %i/%i and %i/%i has the published interval', (hits, n, otherHits, otherN, low, high) => {
    const found = differenceOfShares({ hits, n }, { hits: otherHits, n: otherN })!;
    expect(found.value).toBeCloseTo(hits / n - otherHits / otherN, 12);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  it('is none where one is of nothing', () => {
    expect(differenceOfShares({ hits: 1, n: 2 }, { hits: 0, n: 0 })).toBeNull();
  });
});

describe('a difference of means', () => {
  it('has the published interval: hours of sleep of Student 1908 by Welch, as R has it', () => {
    const mean = (values: number[]) => {
      const value = values.reduce((sum, each) => sum + each, 0) / values.length;
      const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0);
      return { value, variance: squares / 9 / 10, freedom: 9 };
    };
    const one = mean([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]);
    const other = mean([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
    const found = differenceOfMeans(one, other)!;
    expect(found.value).toBeCloseTo(-1.58, 10);
    expect(found.low).toBeCloseTo(-3.3655, 3);
    expect(found.high).toBeCloseTo(0.2055, 3);
  });

  it('by days is that of days where each counts once, and weighs them otherwise', () => {
    const days = [4, 6, 5, 7, 3, 5, 5];
    const ones = meanByDays(days.map((amount) => ({ amount, of: 1 })))!;
    expect(ones).toEqual(meanOfDays(days, false));
    // Of days alike in their quotient chance is nothing.
    expect(meanByDays(days.map((of) => ({ amount: 3 * of, of })))).toMatchObject({ value: 3, variance: 0 });
    expect(meanByDays(days.slice(1).map((of) => ({ amount: of, of })))).toBeNull();
  });

  it('of whole weeks leaves out what differs between days of the week', () => {
    const week = [10, 12, 11, 9, 13, 0, 0];
    expect(meanOfDays([...week, ...week], false)).toEqual({ value: 55 / 7, variance: 0, freedom: 7 });
    const other = meanOfDays([...week, ...week.map((amount) => amount + 2)], false)!;
    // Each of 14 days is 1 from the mean of its weekday.
    expect(other.variance).toBeCloseTo(14 / 7 / 14, 12);
    expect(meanOfDays([...week, 10], false)!.freedom).toBe(7);
    expect(meanOfDays(week.slice(1), false)).toBeNull();
  });

  it('of counts varies at least as chance has it, also where the few that there are fall on days alike', () => {
    const nothing = Array.from({ length: 14 }, () => 0);
    const tuesdays = nothing.map((_, day) => (day % 7 === 1 ? 1 : 0));
    const [before, after] = [meanOfDays(nothing, true)!, meanOfDays(tuesdays, true)!];
    expect(after.variance).toBeCloseTo(2 / 14 / 14, 12);
    const { value, low } = differenceOfMeans(after, before)!;
    expect(value).toBeCloseTo(2 / 14, 12);
    expect(low).toBeLessThan(0);
    // Counts that vary by more keep what they vary by.
    const wild = [0, 20, 0, 20, 0, 20, 0];
    expect(meanOfDays(wild, true)).toEqual(meanOfDays(wild, false));
  });

  it('is told by no chance where neither side varies', () => {
    const mean = (value: number) => ({ value, variance: 0, freedom: 7 });
    expect(differenceOfMeans(mean(1_000), mean(0))).toBeNull();
  });

  it('has the quantiles of published tables', () => {
    for (const [freedom, quantile] of [[6, 2.4469], [10, 2.2281], [30, 2.0423], [120, 1.9799]] as const) // biome-ignore format: a table
      expect(studentQuantile(freedom)).toBeCloseTo(quantile, 3);
  });
});

it('two differences apart have the limits that theirs leave: of equal halves √2 of one', () => {
  const found = apart({ value: 5, low: 2, high: 8 }, { value: 1, low: -2, high: 4 });
  expect(found.value).toBe(4);
  expect(found.low).toBeCloseTo(4 - 3 * Math.SQRT2, 12);
  expect(found.high).toBeCloseTo(4 + 3 * Math.SQRT2, 12);
});
