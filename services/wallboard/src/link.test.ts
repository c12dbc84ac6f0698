import { describe, expect, it } from 'vitest';
import { type Hearing, hasSlept, linkOf, SILENCE_MS } from './link.js';

const live: Hearing = {
  startedMs: 0,
  heardMs: 10_000,
  troubleMs: null,
  freshness: { complete_to: '2026-11-24T14:03:21Z', lag_ms: 80, live: true },
};

describe('the state of the link', () => {
  it('is connecting until the first freshness event', () => {
    expect(linkOf({ ...live, heardMs: null, freshness: null }, 1000).kind).toBe('connecting');
  });

  it('is live while freshness says so each second', () => {
    expect(linkOf(live, 11_100).kind).toBe('live');
  });

  it('is behind, by the lag that freshness gives, as soon as freshness says so', () => {
    const freshness = { complete_to: null, lag_ms: 42_000, live: false };
    expect(linkOf({ ...live, freshness }, 10_000)).toEqual({ kind: 'behind', lagMs: 42_000 });
  });

  it('is lost at once on an error, counted from what was last heard', () => {
    expect(linkOf({ ...live, troubleMs: 10_300 }, 10_300)).toEqual({ kind: 'offline', silentMs: 300 });
  });

  it('is lost when nothing is heard for a while, error or not', () => {
    expect(linkOf(live, 10_000 + SILENCE_MS).kind).toBe('live');
    expect(linkOf(live, 10_001 + SILENCE_MS).kind).toBe('offline');
  });

  it('is lost when nothing was ever heard', () => {
    expect(linkOf({ ...live, heardMs: null, freshness: null }, SILENCE_MS + 1).kind).toBe('offline');
  });
});

describe('a machine that slept', () => {
  it('is one whose wall clock went on while its monotonic clock stood still', () => {
    const before = { monotonicMs: 1000, wallMs: 5000 };
    expect(hasSlept(before, { monotonicMs: 1200, wallMs: 3_605_200 })).toBe(true);
    // A hidden tab looks once a minute.
    expect(hasSlept(before, { monotonicMs: 61_000, wallMs: 65_010 })).toBe(false);
  });
});
