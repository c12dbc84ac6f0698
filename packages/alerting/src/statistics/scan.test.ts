import { describe, expect, it } from 'vitest';
import { scan } from './scan.js';

const settings = { lengths: [2, 4], past: 12, piece: 3, margin: 0.1, chance: 0.01 };
type Span = readonly [number, number];
const span = (from: number, to: number): Span => [from, to];

describe('a scan of windows', () => {
  const seen = (at: number, since: number) => {
    const spans: { current: Span; before: readonly Span[] }[] = [];
    const look = scan(settings, at, since, span, (current, before, margin) => {
      spans.push({ current, before });
      return { chance: margin * (current[1] - current[0]), effect: null, n: 1 };
    });
    return { spans, look };
  };

  it('hands the test each window and the pieces right before it, from old to new', () => {
    expect(seen(20, 0).spans).toEqual([
      {
        current: [18, 20],
        before: [
          [6, 9],
          [9, 12],
          [12, 15],
          [15, 18],
        ],
      },
      {
        current: [16, 20],
        before: [
          [4, 7],
          [7, 10],
          [10, 13],
          [13, 16],
        ],
      },
    ]);
  });

  it('gives the least chance, for as many looks as there were', () => {
    expect(seen(20, 0).look).toEqual({ length: 2, verdict: { chance: 0.1 * 2 * 2, effect: null, n: 1 } });
  });

  it('looks at nothing that has less than two pieces before it', () => {
    expect(seen(20, 12).spans.map(({ current }) => current)).toEqual([[18, 20]]);
    expect(seen(20, 13).look).toBeNull();
  });
});
