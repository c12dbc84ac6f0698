import { Random } from '@tallyboard/runtime/random';
import { describe, expect, it } from 'vitest';
import { changedSpans, type Statement } from './changed-spans.js';

const END = Number.POSITIVE_INFINITY;
/** Said `value` from `sinceMs` on, recorded at `recordedMs`. */
const said = (sinceMs: number, value: string, recordedMs: number): Statement => ({
  sinceMs,
  value,
  recordedMs,
});
const spans = (newMs: number, ...statements: Statement[]) => changedSpans(statements, newMs, 'nowhere');

describe('what new statements change', () => {
  it('is everything after the first that is ever made', () => {
    expect(spans(50, said(100, 'munich', 50))).toEqual([{ fromMs: 100, toMs: END }]);
  });

  it('ends where the next holds', () => {
    expect(spans(60, said(100, 'munich', 60), said(200, 'berlin', 50))).toEqual([{ fromMs: 100, toMs: 200 }]);
  });

  it('is nothing when they say again what held, under whatever instant', () => {
    expect(spans(60, said(100, 'munich', 50), said(100, 'munich', 60), said(300, 'munich', 61))).toEqual([]);
  });

  it('is the span in which any of them says something else', () => {
    expect(
      spans(
        60,
        said(100, 'munich', 50),
        said(150, 'munich', 62),
        said(200, 'berlin', 60),
        said(400, 'rome', 50),
      ),
    ).toEqual([{ fromMs: 200, toMs: 400 }]);
  });

  it('goes on behind where a later one says the same as a new one', () => {
    expect(spans(60, said(100, 'munich', 50), said(200, 'berlin', 60), said(300, 'berlin', 61))).toEqual([
      { fromMs: 200, toMs: END },
    ]);
  });

  it('is nothing before an older statement of a higher order at the same instant, where nothing new differs', () => {
    expect(spans(60, said(100, 'munich', 60), said(100, 'munich', 50))).toEqual([]);
  });

  it('counts what another processor may have seen in between, although it does not hold now', () => {
    // Recorded later but appended earlier: whoever restated after it saw `rome`.
    expect(spans(60, said(100, 'munich', 10), said(100, 'rome', 70), said(100, 'munich', 60))).toEqual([
      { fromMs: 100, toMs: END },
    ]);
  });
});

describe('of any history', () => {
  /** The value in force at an instant among some statements. */
  const inForce = (statements: readonly Statement[], at: number) =>
    statements.findLast(({ sinceMs }) => sinceMs <= at)?.value ?? 'nowhere';

  it('two states that hold all older statements differ only inside what is given', () => {
    const random = new Random('changed spans', 11);
    const below = (n: number) => random.whole(0, n - 1);
    for (let round = 0; round < 2_000; round += 1) {
      const all = Array.from({ length: 1 + below(6) }, () =>
        said(below(5), ['a', 'b', 'nowhere'][below(3)]!, below(8)),
      ).sort((left, right) => left.sinceMs - right.sinceMs);
      const newMs = below(8);
      const changed = changedSpans(all, newMs, 'nowhere');
      const some = () => all.filter(({ recordedMs }) => recordedMs < newMs || below(2) === 0);
      const [before, after] = [some(), some()];
      for (let at = 0; at < 6; at += 1)
        if (inForce(before, at) !== inForce(after, at))
          expect(changed.some(({ fromMs, toMs }) => fromMs <= at && at < toMs)).toBe(true);
    }
  });
});
