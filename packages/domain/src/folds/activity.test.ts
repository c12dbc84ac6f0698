import { describe, expect, it } from 'vitest';
import { rows, said } from '../../test/given.js';

describe('an activity', () => {
  const logged = said('activity.logged', 1, { kind: 'workshop', quantity: 24 });

  it('counts once, and so much as it was about', () => {
    expect(rows('activity', logged)).toEqual([
      expect.objectContaining({ kind: 'workshop', activities: 1, quantity: 24 }),
    ]);
  });

  it('is about one where it does not say about how many, also when that was cleared', () => {
    const of = (...events: ReturnType<typeof said>[]) => rows('activity', ...events)[0]?.quantity ?? 0;
    expect(of(said('activity.logged', 1, { kind: 'demo', quantity: null }))).toBe(1);
    expect(of(said('activity.amended', 2, { cleared: ['quantity'] }), logged)).toBe(1);
    expect(of(said('activity.amended', 2, { quantity: 0 }), logged)).toBe(0);
  });

  it('is what was said of it last', () => {
    const amended = said('activity.amended', 2, { kind: 'meeting' });
    expect(rows('activity', amended, logged)).toEqual([
      expect.objectContaining({ kind: 'meeting', activities: 1, quantity: 24 }),
    ]);
  });

  it('is in no cell once removed or when it was never logged, and back when logged again', () => {
    const removed = said('activity.removed', 2);
    expect(rows('activity', logged, removed)).toEqual([]);
    expect(rows('activity', said('activity.amended', 1, { kind: 'demo' }))).toEqual([]);
    expect(rows('activity', said('activity.logged', 3, { kind: 'demo' }), removed)).toHaveLength(1);
  });
});
