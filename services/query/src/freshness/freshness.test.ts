import { createProgress } from '@tallyboard/pipeline/progress';
import { describe, expect, it } from 'vitest';
import { freshnessOf } from './freshness.js';

const said = (partition: number, partitions: number, complete_to: number | null) =>
  ({ kind: 'progress', partition, partitions, complete_to }) as const;

describe('progress', () => {
  it('is that of the slowest partition, and not known before all have been heard', () => {
    const progress = createProgress();
    expect(progress.completeTo()).toBeNull();
    progress.take(said(0, 2, 5_000));
    expect(progress.completeTo()).toBeNull();
    progress.take(said(1, 2, 3_000));
    expect(progress.completeTo()).toBe(3_000);
    progress.take(said(1, 2, 9_000));
    expect(progress.completeTo()).toBe(5_000);
    progress.take(said(0, 2, null));
    expect(progress.completeTo()).toBeNull();
  });

  it('begins anew when there are other partitions', () => {
    const progress = createProgress();
    progress.take(said(0, 1, 5_000));
    progress.take(said(0, 2, 6_000));
    expect(progress.completeTo()).toBeNull();
  });
});

describe('an answer', () => {
  it('is live while its lag is within the limit', () => {
    const now = Date.parse('2026-03-18T10:00:00Z');
    expect(freshnessOf(now - 5_000, now, 5_000)).toEqual({
      complete_to: '2026-03-18T09:59:55.000Z',
      lag_ms: 5_000,
      live: true,
    });
    expect(freshnessOf(now - 5_001, now, 5_000).live).toBe(false);
  });

  it('is not live when nothing is known, and never ahead of its clock', () => {
    expect(freshnessOf(null, 1_000, 5_000)).toEqual({ complete_to: null, lag_ms: null, live: false });
    expect(freshnessOf(2_000, 1_000, 5_000)).toMatchObject({ lag_ms: 0, live: true });
  });
});
