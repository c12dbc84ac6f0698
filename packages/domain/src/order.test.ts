import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rows, said } from '../test/given.js';
import { compareEvents, compareUtf8, type Rank } from './order.js';

describe('the order of strings', () => {
  it('is that of their UTF-8 bytes', () => {
    const wellFormed = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(wellFormed, wellFormed, wellFormed, (prefix, left, right) => {
        const bytes = Buffer.compare(Buffer.from(prefix + left), Buffer.from(prefix + right));
        expect(Math.sign(compareUtf8(prefix + left, prefix + right))).toBe(bytes);
      }),
      { numRuns: 2_000 },
    );
  });

  it('puts characters beyond the basic plane above the private use and compatibility areas', () => {
    expect(compareUtf8('\u{1f600}', '\uff5e')).toBeGreaterThan(0);
    expect(compareUtf8('\uff5e', '\u{1f600}')).toBeLessThan(0);
    expect('\u{1f600}' < '\uff5e').toBe(true);
  });
});

describe('the order of events', () => {
  const rank: Rank = { version: 1, eventId: 'b', source: 'b', digest: 1, type: 'b' };
  const higher: Partial<Rank>[] = [
    { version: 10 },
    { eventId: 'c' },
    { source: 'c' },
    { digest: 2 },
    { type: 'c' },
  ];
  const lowest = { version: 0, eventId: 'a', source: 'a', digest: 0, type: 'a' };

  it('is decided by version, then event id, then source, then digest, then type', () => {
    const parts = Object.keys(lowest) as (keyof Rank)[];
    for (const [i, part] of higher.entries()) {
      const lowAfterwards = Object.fromEntries(parts.slice(i + 1).map((name) => [name, lowest[name]]));
      expect(compareEvents({ ...rank, ...lowAfterwards, ...part }, rank)).toBeGreaterThan(0);
      expect(compareEvents(rank, { ...rank, ...lowAfterwards, ...part })).toBeLessThan(0);
    }
    expect(compareEvents(rank, { ...rank })).toBe(0);
  });

  it('compares versions as numbers', () => {
    const events = [said('call.logged', 9, { channel: 'nine' }), said('call.logged', 10, { channel: 'ten' })];
    expect(rows('call', ...events)).toMatchObject([{ channel: 'ten' }]);
  });

  it('lets two events of one id and version that differ only in payload both count, the higher digest winning', () => {
    const one = said('deal.amended', 2, { product: 'one', pipeline: 'new business' });
    const other = said('deal.amended', 2, { product: 'other', lead_source: 'fair' });
    const opened = said('deal.opened', 1);
    const [both] = rows('deal', opened, one, other);
    expect(both).toMatchObject({ pipeline: 'new business', lead_source: 'fair' });
    expect(['one', 'other']).toContain(both?.product);
    expect(rows('deal', opened, other, one)).toEqual([both]);
  });
});
