import { describe, expect, it } from 'vitest';
import { shareMoved } from './shares.js';
import { withDispersion } from './verdict.js';

/** Of one window before: there is no scatter, and cases differ as those of months ordinarily do. */
const ordinary = (cases: number, share: number) => 1 + 0.15 ** 2 * cases * share * (1 - share);

describe('whether a share moved', () => {
  // Fisher's exact test, and Fisher's non-central hypergeometric distribution, by SciPy 1.17.
  it.each([
    ['rising', { hits: 8, n: 10 }, { hits: 1, n: 6 }, 0, 0.024475524475524483],
    ['falling', { hits: 3, n: 20 }, { hits: 40, n: 100 }, 0, 0.026350032265999145],
    ['rising', { hits: 8, n: 10 }, { hits: 1, n: 6 }, 0.2, 0.03739045955628084],
    ['falling', { hits: 3, n: 20 }, { hits: 40, n: 100 }, 0.2, 0.05560128044484845],
    ['rising', { hits: 1200, n: 4_000 }, { hits: 14_800, n: 56_000 }, 0.05, 0.0002122937708765038],
  ] as const)('is exact: %s to %o from %o with margin %d', (direction, current, before, margin, exact) => {
    const verdict = shareMoved(direction, current, [before], margin);
    const dispersion = ordinary(Math.min(current.n, before.n), before.hits / before.n);
    expect(verdict.chance / withDispersion(exact, dispersion)).toBeCloseTo(1, 4);
    expect(verdict.effect).toBeCloseTo(current.hits / current.n - before.hits / before.n, 12);
    expect(verdict.n).toBe(current.n);
  });

  it('sees a share fall as its complement rises', () => {
    const before = [
      { hits: 27, n: 90 },
      { hits: 31, n: 95 },
    ];
    const rest = before.map(({ hits, n }) => ({ hits: n - hits, n }));
    expect(shareMoved('falling', { hits: 15, n: 80 }, before, 0.1).chance).toBeCloseTo(
      shareMoved('rising', { hits: 65, n: 80 }, rest, 0.1).chance,
      12,
    );
  });

  it('says nothing without cases', () => {
    expect(shareMoved('falling', { hits: 0, n: 0 }, [{ hits: 3, n: 9 }], 0).chance).toBe(1);
    expect(shareMoved('falling', { hits: 0, n: 4 }, [], 0).chance).toBe(1);
    expect(shareMoved('falling', { hits: 4, n: 4 }, [{ hits: 9, n: 9 }], 0).chance).toBe(1);
  });
});
