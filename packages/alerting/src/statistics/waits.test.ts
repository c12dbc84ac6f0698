import { describe, expect, it } from 'vitest';
import { endsOf } from './histogram.js';
import { normalTail } from './special-functions.js';
import { type Cohort, joined, scanWaits, scoreOf, spreadOfDays, waitsMoved } from './waits.js';

const MINUTE_MS = 60_000;
const cohort = (begun: number, minutes: readonly number[]): Cohort => ({
  begun,
  ended: minutes.map((each) => [each * MINUTE_MS, 1] as const),
});
const tenths = Array.from({ length: 100 }, (_, i) => (i + 1) * 0.6);

describe('whether waits became longer', () => {
  // scipy.stats.logrank of the same two samples: −2.43066.
  it('is the log-rank test', () => {
    const now = cohort(8, [4, 8, 15, 16, 23]);
    const usual = cohort(10, [2, 3, 5, 6, 7, 8, 9, 10, 14, 30]);
    const { observed, expected, variance, waiting } = scoreOf(
      { now, ageMs: 42 * MINUTE_MS, usual },
      'rising',
      0,
    );
    expect((observed - expected) / Math.sqrt(variance)).toBeCloseTo(-2.4306568850347654, 9);
    expect(waiting).toBe(3);
  });

  it('does not change by answers that are still to come', () => {
    const usual = cohort(100, tenths);
    const ageMs = 20 * MINUTE_MS;
    const known = scoreOf({ now: cohort(9, [4, 8, 15]), ageMs, usual }, 'rising', 0.1);
    const later = scoreOf({ now: cohort(9, [4, 8, 15, 20.01, 30, 300]), ageMs, usual }, 'rising', 0.1);
    expect(later).toEqual(known);
  });

  it('is sure within the hour when nobody answers, from ten tickets', () => {
    const silence = scoreOf(
      { now: cohort(10, []), ageMs: 60 * MINUTE_MS, usual: cohort(100, tenths) },
      'rising',
      0.1,
    );
    expect(waitsMoved('rising', [silence], 0.01).chance).toBeLessThan(1e-4);
    expect(waitsMoved('falling', [silence], 0.01).chance).toBeGreaterThan(0.5);
  });

  it('is silent before anything could have been answered', () => {
    const new_ = scoreOf({ now: cohort(10, []), ageMs: 0, usual: cohort(100, tenths) }, 'rising', 0.1);
    expect(waitsMoved('rising', [new_], 0.01)).toEqual({ chance: 1, effect: null, n: 10 });
  });

  it('forgives what the margin stretches', () => {
    const slower = {
      now: cohort(
        100,
        tenths.map((each) => each * 1.2),
      ),
      ageMs: 1e9,
      usual: cohort(
        400,
        [...tenths, ...tenths, ...tenths, ...tenths].sort((a, b) => a - b),
      ),
    };
    const chanceWith = (margin: number) =>
      waitsMoved('rising', [scoreOf(slower, 'rising', margin)], 0).chance;
    expect(chanceWith(0.3)).toBeGreaterThan(0.5);
    expect(chanceWith(0)).toBeLessThan(0.15);
  });

  it('counts cases of one day as less than as many of several when days differ', () => {
    const part = { n: 50, observed: 30, expected: 40, variance: 25, waiting: 0 };
    const oneDay = { n: 100, observed: 60, expected: 80, variance: 50, waiting: 0 };
    const spread = 0.04;
    expect(waitsMoved('rising', [part, part], 0).chance).toBe(waitsMoved('rising', [oneDay], 0).chance);
    expect(waitsMoved('rising', [part, part], spread).chance).toBeLessThan(
      waitsMoved('rising', [oneDay], spread).chance,
    );
    expect(waitsMoved('rising', [oneDay], spread).chance).toBeCloseTo(
      normalTail(20 / Math.sqrt(50 + 100)),
      1,
    );
  });

  it('finds the spread of days in what their cases do not explain', () => {
    const day = (excess: number) => ({
      n: 100,
      observed: 80 + excess,
      expected: 80,
      variance: 64,
      waiting: 0,
    });
    expect(spreadOfDays([day(16), day(-16)])).toBeCloseTo((16 ** 2 - 64) / 64 ** 2, 12);
    expect(spreadOfDays([day(1), day(-2)])).toBeCloseTo(0.1 ** 2, 12);
  });

  it('looks at each length from the newest cohort back', () => {
    const score = (observed: number) => ({ n: 20, observed, expected: 15, variance: 9, waiting: 0 });
    const cohorts = [15, 15, 3].map((observed, i) => ({ from: i * 3_600, day: 0, score: score(observed) }));
    const look = scanWaits('rising', cohorts, 3 * 3_600, [3_600, 3 * 3_600], 0)!;
    expect(look.length).toBe(3_600);
    expect(look.verdict.n).toBe(20);
    expect(look.verdict.chance).toBe(2 * waitsMoved('rising', [score(3)], 0).chance);
  });

  it('adds cohorts up and takes them away again', () => {
    const first = {
      begun: 5,
      ended: endsOf(
        new Map([
          [100, 2],
          [300, 1],
        ]),
      ),
    };
    const second = {
      begun: 4,
      ended: endsOf(
        new Map([
          [100, 1],
          [200, 3],
        ]),
      ),
    };
    const both = joined(first, second);
    expect(both).toEqual({
      begun: 9,
      ended: endsOf(
        new Map([
          [100, 3],
          [200, 3],
          [300, 1],
        ]),
      ),
    });
    expect(joined(both, second, -1)).toEqual(first);
  });
});
