import { describe, expect, it } from 'vitest';
import { judgeOf } from '../judge.js';
import { Ledger } from '../numbers/ledger.js';
import { Reach } from '../numbers/reach.js';
import type { Rule } from '../rule.js';

/** A Tuesday, 00:00; epoch seconds. */
const MIDNIGHT = Date.parse('2026-03-03T00:00:00Z') / 1_000;
const DAY = 86_400;

/** What a rule says of a day with so many calls, after months with so many a day. */
function ofDay(rule: Partial<Rule>, usual: number, last: number) {
  const judge = judgeOf({ name: 'calls', metric: 'calls', window: '1d', ...rule });
  const bounds = new Reach(judge).add(MIDNIGHT).bounds();
  const steps = bounds
    .slice(0, -1)
    .map((from, i) => [bounds[i + 1]! > MIDNIGHT - DAY ? last : (usual * (bounds[i + 1]! - from)) / DAY]);
  return judge.judge(MIDNIGHT, new Ledger(judge.quantities, bounds, steps, undefined)).holds;
}

describe('a count that falls', () => {
  it('is seen however little is left of it, where there was enough before', () => {
    expect(ofDay({ falling: {} }, 1_000, 3)).toBe(true);
    expect(ofDay({ falling: {} }, 1_000, 0)).toBe(true);
    expect(ofDay({ falling: {} }, 1_000, 1_000)).toBe(false);
  });

  it('is not one where there never was much', () => {
    expect(ofDay({ falling: {} }, 3, 0)).not.toBe(true);
  });
});

describe('a count that rises', () => {
  it('is not judged by a few cases', () => {
    expect(ofDay({ rising: {} }, 1, 5)).toBeNull();
    expect(ofDay({ rising: {} }, 1_000, 3_000)).toBe(true);
  });
});
