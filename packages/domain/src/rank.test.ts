import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, rows, said } from '../test/given.js';
import { compareEvents, compareUtf8, type Rank } from './rank.js';

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
  const rank: Rank = { version: 1, occurredAt: 1, eventId: 'b', source: 'b', digest: 1, type: 'b' };
  const higher: Partial<Rank>[] = [
    { version: 10 },
    { occurredAt: 2 },
    { eventId: 'c' },
    { source: 'c' },
    { digest: 2 },
    { type: 'c' },
  ];
  const lowest = { version: 0, occurredAt: 0, eventId: 'a', source: 'a', digest: 0, type: 'a' };

  it('is decided by version, then time, then event id, then source, then digest, then type', () => {
    const parts = Object.keys(lowest) as (keyof Rank)[];
    for (const [i, part] of higher.entries()) {
      const lowAfterwards = Object.fromEntries(parts.slice(i + 1).map((name) => [name, lowest[name]]));
      expect(compareEvents({ ...rank, ...lowAfterwards, ...part }, rank)).toBeGreaterThan(0);
      expect(compareEvents(rank, { ...rank, ...lowAfterwards, ...part })).toBeLessThan(0);
    }
    expect(compareEvents(rank, { ...rank })).toBe(0);
  });

  it('puts a version that was given above none, whatever the numbers', () => {
    expect(compareEvents({ ...rank, version: 0, occurredAt: 0 }, { ...rank, version: null })).toBeGreaterThan(
      0,
    );
    expect(
      compareEvents({ ...rank, version: null, occurredAt: 2 }, { ...rank, version: null }),
    ).toBeGreaterThan(0);
  });

  it('takes a version that is the instant of its event for none, and for given where the edge says so', () => {
    const deal = { occurred_at: at('09:05'), amount: '1.0000', currency: 'EUR' };
    const none = said('deal.closed', at('09:05'), { ...deal, occurred_at: at('09:05') });
    const given = said('deal.closed', at('09:05') + 2 ** 52, { ...deal, amount: '2.0000' });
    const lower = said('deal.closed', at('09:04'), { ...deal, amount: '3.0000' });
    expect(rows('deal', none, lower)).toMatchObject([{ won_amount: '3.0000' }]);
    expect(rows('deal', none, lower, given)).toMatchObject([{ won_amount: '2.0000' }]);
  });

  it('compares ids of digits as numbers, which come before all others', () => {
    const ids = [
      '7',
      '07',
      '9',
      '10',
      '999',
      '1000',
      '9'.repeat(200),
      `1${'0'.repeat(200)}`,
      '',
      '10-4',
      '9-4',
      'a',
    ];
    const sorted = ids
      .toReversed()
      .sort((a, b) => compareEvents({ ...rank, eventId: a }, { ...rank, eventId: b }));
    expect(sorted).toEqual(['07', '7', ...ids.slice(2)]);
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
