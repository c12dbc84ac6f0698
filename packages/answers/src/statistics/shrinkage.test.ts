import { describe, expect, it } from 'vitest';
import { shrunk, varianceBetween } from './shrinkage.js';

/** The first 45 times at bat in 1970 of 18 players: Efron and Morris 1977, "Stein's Paradox in Statistics". */
const HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7];
/** The variance of the average over all, at its mean of 0.265. */
const BATTING = HITS.map((hits) => ({ value: hits / 45, variance: (0.2654 * (1 - 0.2654)) / 45 }));

/** Log relative risks of 13 trials of BCG and their variances: Colditz et al. 1994, as `dat.bcg` of metafor. */
const TRIALS: [number, number][] = [
  [-0.8893, 0.3256],
  [-1.5854, 0.1946],
  [-1.3481, 0.4154],
  [-1.4416, 0.02],
  [-0.2175, 0.0512],
  [-0.7861, 0.0069],
  [-1.6209, 0.223],
  [0.012, 0.004],
  [-0.4694, 0.0564],
  [-1.3713, 0.073],
  [-0.3394, 0.0124],
  [0.4459, 0.5325],
  [-0.0173, 0.0714],
];

describe('several drawn towards what is usual of all', () => {
  it('are the published averages of baseball players', () => {
    const { usual, each } = shrunk(BATTING)!;
    expect(usual).toBeCloseTo(0.265, 3);
    expect(1 - each[0]!.pooled).toBeCloseTo(0.212, 2);
    expect([0, 2, 17].map((player) => each[player]!.estimate.toFixed(3))).toEqual([
      '0.294',
      '0.285',
      '0.242',
    ]);
  });

  it('differ by the published variance of trials of a vaccine', () => {
    const trials = TRIALS.map(([value, variance]) => ({ value, variance }));
    expect(varianceBetween(trials)).toBeCloseTo(0.3088, 3);
    expect(shrunk(trials)!.usual).toBeCloseTo(-0.7141, 3);
  });

  it('keep what is known well, and take of the others what is usual', () => {
    const known = [10, 12, 14, 16, 18, 20].map((value) => ({ value, variance: 0.01 }));
    const { usual, each } = shrunk([...known, { value: 100, variance: 10_000 }])!;
    expect(each[0]!.estimate).toBeCloseTo(10, 1);
    expect(each.at(-1)!.estimate).toBeLessThan(usual + 35);
    expect(each.at(-1)!.high - each.at(-1)!.low).toBeGreaterThan(100);
  });

  it('are rarely told apart where chance is all there is', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    for (const k of [4, 6, 12, 30]) {
      let apart = 0;
      for (let round = 0; round < 2_000; round += 1) {
        const observed = Array.from({ length: k }, () => ({ value: normal(), variance: 1 }));
        apart += shrunk(observed)!.each.filter(({ high }) => high < 0).length;
      }
      expect(apart / (2_000 * k), `of ${k}`).toBeLessThan(0.025);
    }
  });

  it('are none of three', () => {
    expect(shrunk(BATTING.slice(0, 3))).toBeNull();
  });
});
