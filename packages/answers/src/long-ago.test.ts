import { workingTime } from '@tallyboard/calendar/working-time';
import { describe, expect, it } from 'vitest';
import { longAgo, longAgoSql } from './long-ago.js';

const at = (text: string): number => Date.parse(text) / 1_000;
const version = (since: string, opens: string, closes: string, holidays: string[] = []) => ({
  since: Date.parse(since),
  worked: workingTime({
    zone: 'UTC',
    hours: (['monday', 'tuesday', 'friday'] as const).map((weekday) => ({ weekday, opens, closes })),
    holidays,
  }),
});
/** A Tuesday. */
const NOW = at('2026-03-10T10:00Z');
const spansOf = (versions: ReturnType<typeof version>[], seconds: number, now = NOW) =>
  longAgo(new Map([['munich', versions]]), now, seconds)[0]!.spans;

describe('what is longer ago than some working time', () => {
  const sinceJanuary = version('2026-01-01T00:00Z', '09:00', '17:00');

  it('ends where exactly that much is left until now: an hour of today, and of Monday what is more', () => {
    expect(spansOf([sinceJanuary], 3_599)).toEqual([[at('2026-01-01T00:00Z'), at('2026-03-10T09:00:01Z')]]);
    // Of what was opened when Monday's work was over, or in the night, an hour has passed, and no more.
    expect(spansOf([sinceJanuary], 3_600)).toEqual([[at('2026-01-01T00:00Z'), at('2026-03-09T17:00Z')]]);
    expect(spansOf([sinceJanuary], 2 * 3_600)).toEqual([[at('2026-01-01T00:00Z'), at('2026-03-09T16:00Z')]]);
  });

  it('goes past holidays, and is nothing that was before any hours', () => {
    const closed = version('2026-03-01T00:00Z', '09:00', '17:00', ['2026-03-09']);
    expect(spansOf([closed], 2 * 3_600)).toEqual([[at('2026-03-01T00:00Z'), at('2026-03-06T16:00Z')]]);
    expect(spansOf([closed], 1_000 * 3_600)).toEqual([]);
    expect(spansOf([version('2026-04-01T00:00Z', '09:00', '17:00')], 0)).toEqual([]);
  });

  it('goes by each version for what was opened while it was in force', () => {
    const later = version('2026-03-09T12:00Z', '09:00', '12:00');
    expect(spansOf([sinceJanuary, later], 3_599)).toEqual([
      [at('2026-01-01T00:00Z'), at('2026-03-09T12:00Z')],
      [at('2026-03-09T12:00Z'), at('2026-03-10T09:00:01Z')],
    ]);
    expect(spansOf([sinceJanuary, later], 3_600)).toEqual([
      [at('2026-01-01T00:00Z'), at('2026-03-09T12:00Z')],
    ]);
  });

  it('is never so where no schedule has any', () => {
    expect(longAgoSql('key', longAgo(new Map([['munich', [sinceJanuary]]]), 0, 60))).toBe('false');
  });
});
