import { Random } from '@tallyboard/runtime/random';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeOf } from '../judge.js';
import { Ledger, type Sum } from '../numbers/ledger.js';
import { Reach } from '../numbers/reach.js';
import { type Cohort, joined, scoreAmong, scoreOf } from '../statistics/waits.js';

/** A Thursday, four days before clocks change in Berlin. */
const THURSDAY = Date.parse('2026-03-26T00:00:00Z') / 1_000;

/** Tickets of each quarter of an hour: some of which nobody has answered. */
function tickets(seed: number, bounds: readonly number[]): Sum[][] {
  return bounds.slice(0, -1).map((from) => {
    const random = new Random('tickets', seed, from);
    const waits = new Map<number, number>();
    const begun = random.poisson(1.5);
    for (let i = 0; i < begun; i += 1)
      if (random.chance(0.95)) {
        const bin = 2 ** random.whole(16, 23);
        waits.set(bin, (waits.get(bin) ?? 0) + 1);
      }
    const answered = [...waits.values()].reduce((sum, count) => sum + count, 0);
    return judge.quantities.map(({ type, measure }) =>
      type === 'map' ? waits : measure === 'opened' ? begun : answered,
    );
  });
}

const judge = judgeOf({
  name: 'slow',
  metric: 'first_response_time_p50',
  window: '1d',
  every: '15m',
  tz: 'Europe/Berlin',
  rising: { windows: 3 },
});

describe('waits of a window that moves on', () => {
  it('are judged as from the beginning, in whatever order, also over a change of clocks', () => {
    const steps = fc.array(fc.constantFrom(1, 1, 1, 2, 5, 60, 100, 672, 2_688, -3), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(steps, fc.nat(), (gaps, seed) => {
        let at = THURSDAY;
        const instants = gaps.map((gap) => (at += gap * 900));
        const reach = new Reach(judge);
        for (const each of instants) reach.add(each);
        const bounds = reach.bounds();
        const sums = tickets(seed, bounds);
        const moving = new Ledger(judge.quantities, bounds, sums, undefined);
        for (const each of instants)
          expect(judge.judge(each, moving)).toEqual(
            judge.judge(each, new Ledger(judge.quantities, bounds, sums, undefined)),
          );
      }),
      { numRuns: 100 },
    );
  });

  it('compare a week with the others as if these were added up without it', () => {
    const ended = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 4 })), {
      selector: ([ms]) => ms,
      maxLength: 8,
    });
    const cohort = fc.tuple(ended, fc.nat(3)).map(
      ([ends, waiting]): Cohort => ({
        begun: waiting + ends.reduce((sum, [, count]) => sum + count, 0),
        ended: ends.toSorted(([a], [b]) => a - b),
      }),
    );
    fc.assert(
      fc.property(cohort, cohort, (own, others) => {
        const alone = { now: own, usual: others, ageMs: Number.POSITIVE_INFINITY };
        expect(scoreAmong(own, joined(own, others))).toEqual(scoreOf(alone, 'rising', 0));
      }),
    );
  });
});
