import { describe, expect, it } from 'vitest';
import { at, rows, said } from '../test/given.js';

const anOrder = said('order.placed', 1, { lines: [], currency: 'EUR', placed_at: at('09:05') });

describe('an erased entity', () => {
  it('counts nowhere, whatever else is said of it, whichever is the higher and whichever comes first', () => {
    const later = said('order.placed', 9, { lines: [], currency: 'EUR', placed_at: at('11:05') });
    const erased = said('order.erased', 2);
    expect(rows('order', anOrder, later)).toHaveLength(2);
    expect(rows('order', anOrder, erased, later)).toEqual([]);
    expect(rows('order', erased, later, anOrder)).toEqual([]);
    expect(rows('order', later, anOrder, erased)).toEqual([]);
  });

  it('takes nobody along who has its id in another tenant, or as another kind of thing', () => {
    expect(rows('order', anOrder, said('order.erased', 2, { tenant: 'other' }))).toHaveLength(1);
    expect(rows('order', anOrder, said('deal.erased', 2))).toHaveLength(1);
    expect(rows('order', anOrder, said('order.erased', 2, { order_id: '/E1' }))).toHaveLength(1);
  });

  it('is known by its id alone, which may have a slash in it, whenever its calls were', () => {
    const calls = ['09:05', '10:05'].map((time, i) =>
      said('call.logged', i, { call_id: 'phone/7', started_at: at(time) }),
    );
    expect(rows('call', ...calls)).toHaveLength(2);
    expect(rows('call', ...calls, said('call.erased', 3, { call_id: 'phone/7' }))).toEqual([]);
  });

  it('that was merged away leaves the survivor without its spells, and a survivor takes along what was merged into it', () => {
    const customers = [
      said('account.became_customer', 1, { account_id: 'old', customer_since: at('08:00') }),
      said('account.became_customer', 2, { account_id: 'new', customer_since: at('10:00') }),
      said('account.removed', 3, { account_id: 'old', merged_into: 'new' }),
    ];
    const gained = (...erased: string[]) =>
      rows(
        'customer',
        ...customers,
        ...erased.map((account_id, i) => said('account.erased', 4 + i, { account_id })),
      ).map((row) => row.at);
    expect(gained()).toEqual(['08:00']);
    expect(gained('old')).toEqual(['10:00']);
    expect(gained('new')).toEqual([]);
  });

  it('that is a rep is forgotten by name alone: what the rep did counts for the same office and team', () => {
    const call = said('call.logged', 1, { rep_id: 'ann' });
    const ann = said('rep.updated', 1);
    const before = rows('call', ann, call);
    expect(before[0]).toMatchObject({ rep: 'ann', office: 'munich', team: 'west' });
    expect(rows('call', ann, call, said('rep.erased', 2, { rep_id: 'ann' }))).toEqual(before);
  });
});
