import { describe, expect, it } from 'vitest';
import { at, rows, said } from '../../test/given.js';

const line = (product: string, quantity: number, amount: string) => ({ product, quantity, amount });
const placed = (version: number, ...lines: ReturnType<typeof line>[]) =>
  said('order.placed', version, { currency: 'EUR', lines });

describe('an order', () => {
  it('counts once, and each of its lines under its product', () => {
    expect(
      rows(
        'order',
        placed(1, line('bolt', 3, '1.5000'), line('nut', 1, '0.5000'), line('bolt', 2, '1.0000')),
      ),
    ).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ orders: 1 }),
        expect.objectContaining({ product: 'bolt', lines: 2, units: 5, revenue: '2.5000' }),
        expect.objectContaining({ product: 'nut', units: 1, revenue: '0.5000' }),
      ]),
    );
  });

  it('has the lines that were said last, all of them or none', () => {
    const amended = said('order.amended', 3, { lines: [line('nut', 9, '9.0000')] });
    const silent = said('order.amended', 4, { currency: 'USD' });
    expect(rows('order', silent, amended, placed(1, line('bolt', 3, '1.5000')))).toEqual([
      expect.objectContaining({ currency: 'USD', orders: 1 }),
      expect.objectContaining({ currency: 'USD', product: 'nut', units: 9, revenue: '9.0000' }),
    ]);
  });

  it('is in no cell once removed or when it was never placed, and back when placed again', () => {
    const removed = said('order.removed', 2);
    expect(rows('order', placed(1, line('bolt', 1, '1.0000')), removed)).toEqual([]);
    expect(rows('order', said('order.amended', 1, { lines: [line('bolt', 1, '1.0000')] }))).toEqual([]);
    expect(rows('order', placed(3, line('bolt', 1, '1.0000')), removed)).toHaveLength(2);
  });

  it('is of the segment and region that its account was then, or what that was merged into', () => {
    const order = (placedAt: string, account_id: string | null) =>
      said('order.placed', 1, {
        order_id: `${account_id} ${placedAt}`,
        account_id,
        placed_at: at(placedAt),
        lines: [],
      });
    const created = (account_id: string, version: number, segment: string | null, region: string | null) =>
      said('account.created', version, { account_id, segment, region, occurred_at: at('09:00') });
    const moved = said('account.amended', 3, {
      ...{ account_id: 'A', segment: 'large', cleared: ['region'], occurred_at: at('12:00') },
    });
    const found = rows(
      'order',
      ...[
        order('08:00', 'A'),
        order('11:59', 'A'),
        order('12:00', 'A'),
        order('10:00', 'B'),
        order('10:15', null),
      ],
      ...[created('A', 1, 'small', 'north'), moved, created('B', 4, 'huge', null)],
      said('account.removed', 5, { account_id: 'B', merged_into: 'A' }),
    );
    expect(found.map(({ at, segment, region }) => [at, segment, region])).toEqual([
      ['08:00', 'small', 'north'],
      ['10:00', 'small', 'north'],
      ['10:15', undefined, undefined],
      ['11:45', 'small', 'north'],
      ['12:00', 'large', undefined],
    ]);
  });
});
