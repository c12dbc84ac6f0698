import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf } from './bucket.js';
import { format, parse } from './decimal.js';
import { binMiddle, binOf, percentile } from './histogram.js';

describe('a bucket', () => {
  it('is the quarter of an hour in UTC that holds the instant', () => {
    const start = Date.UTC(2026, 2, 2, 9, 15);
    expect(bucketOf(start)).toBe(start / 1000);
    expect(bucketOf(start + 899_999)).toBe(start / 1000);
    expect(bucketOf(start - 1)).toBe(start / 1000 - 900);
    expect([bucketOf(-1), bucketOf(-86_400_000)]).toEqual([0, 0]);
  });
});

describe('a decimal', () => {
  it('is read and written exactly', () => {
    expect(parse('1054.5')).toBe(10_545_000n);
    expect(parse('-0.0001')).toBe(-1n);
    expect(format(-1n)).toBe('-0.0001');
    expect(format(0n)).toBe('0.0000');
    expect(format(999_999_999_999_999_999n)).toBe('99999999999999.9999');
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        expect(parse(format(value))).toBe(value);
      }),
    );
  });

  it.each(['', '.', '1.', '.5', '1.23456', '1e3', '+1', ' 1', '1,5', 'NaN'])('is not %j', (text) => {
    expect(() => parse(text)).toThrow(RangeError);
  });
});

describe('a histogram', () => {
  it('has bins of 1 ms up to 128, then 64 to each doubling', () => {
    expect([0, 1, 63, 64, 127].map(binOf)).toEqual([0, 1, 63, 64, 127]);
    expect([128, 129, 130, 255, 256, 259, 260].map(binOf)).toEqual([128, 128, 130, 254, 256, 256, 260]);
    expect(binOf(3_600_000)).toBe(3_571_712); // 2^21 is the power below, bins of 32,768: 109 of them.
  });

  it('keeps every value within 1/128 of the middle of its bin, up to the largest duration', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(52), (large, bits) => {
        const value = Math.floor(large / 2 ** bits);
        const bin = binOf(value);
        expect(bin).toBeLessThanOrEqual(value);
        expect(binOf(bin)).toBe(bin);
        expect(Math.abs(binMiddle(bin) - value)).toBeLessThanOrEqual(value / 128);
      }),
    );
  });

  it.each([31, 32, 33, 48, 52])('starts a bin exactly at 2^%i', (exponent) => {
    const power = 2 ** exponent;
    expect(binOf(power)).toBe(power);
    expect(binOf(power - 1)).toBe(power - power / 128);
  });

  it('has percentiles as spreadsheets compute them, in whatever order its bins are', () => {
    const histogram = new Map([
      [100, 1],
      [10, 8],
      [256, 1],
    ]);
    expect(percentile(histogram, 0)).toBe(10);
    expect(percentile(histogram, 0.5)).toBe(10);
    expect(percentile(histogram, 0.9)).toBeCloseTo(115.75, 10); // a tenth of the way from 100 to 257.5
    expect(percentile(histogram, 1)).toBe(257.5); // 256 to 259
    expect(percentile(new Map(), 0.5)).toBeNull();
  });

  it.each([
    [[60], 60],
    [[60, 20], 40],
    [[60, 20, 20], 20],
    [[10, 20, 60, 127], 40],
  ])('has the median of %j, the middle of the two in the middle', (values, median) => {
    const counts = new Map<number, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    expect(percentile(counts, 0.5)).toBe(median);
  });
});
