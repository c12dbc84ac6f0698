import type { CrmEvent } from '@tallyboard/contracts/events';
import { describe, expect, it } from 'vitest';
import { at, rows, said } from '../../test/given.js';

const won = said('account.became_customer', 2);
const left = said('account.churned', 3, { reason: 'price' });
const back = said('account.became_customer', 4, { customer_since: at('12:00') });
/** The bucket 10:15 in epoch seconds. */
const START_S = 1_772_446_500;

/** Rows of cells, without what is kept of each start by its bucket, which is that of the cell. */
const told = (...events: CrmEvent[]) =>
  rows('customer', ...events).map(({ gained_by_start, ...row }) => {
    const starts = Object.entries(gained_by_start ?? {});
    expect(starts.map(([, count]) => count)).toEqual(row.gained === undefined ? [] : [row.gained]);
    for (const [start] of starts)
      expect(new Date(Number(start) * 1_000).toISOString().slice(11, 16)).toBe(String(row.at).slice(-5));
    return row;
  });

describe('a customer', () => {
  it('is created with the account and gained when it became one', () => {
    const created = said('account.created', 1, { segment: 'small', region: 'EMEA', rep_id: 'ann' });
    expect(told(created, won)).toEqual([
      { at: '09:00', rep: 'ann', segment: 'small', region: 'EMEA', created: 1 },
      { at: '10:15', rep: 'ann', segment: 'small', region: 'EMEA', gained: 1 },
    ]);
  });

  it('of an account that was never created is gained all the same', () => {
    expect(told(won)).toEqual([{ at: '10:15', gained: 1 }]);
  });

  it('takes attributes and creation from the highest description that knows them', () => {
    const events = [
      said('account.amended', 5, { region: 'APAC' }),
      said('account.created', 1, { segment: 'small', region: 'EMEA' }),
      said('account.amended', 4, { created_at: at('07:00'), region: 'US' }),
    ];
    expect(told(...events)).toEqual([{ at: '07:00', segment: 'small', region: 'APAC', created: 1 }]);
  });

  it('that left is lost where it left, for the reason given, from among those of its start', () => {
    expect(told(won, left)).toEqual([
      { at: '10:15', gained: 1 },
      { at: '11:00', reason: 'price', lost: 1, lost_by_start: { [START_S]: 1 } },
    ]);
  });

  it('that came back is gained again and won back', () => {
    expect(told(back, left, won)).toMatchObject([
      { at: '10:15', gained: 1 },
      { at: '11:00', lost: 1 },
      { at: '12:00', gained: 1, won_back: 1 },
    ]);
  });

  it('is not gained while it is one, nor lost while it is none', () => {
    const again = said('account.became_customer', 5, { customer_since: at('10:45') });
    const leftEarly = said('account.churned', 6, { churned_at: at('10:00') });
    const leftAgain = said('account.churned', 7, { churned_at: at('11:30'), reason: 'late' });
    expect(told(again, leftEarly, leftAgain, won, left)).toEqual(told(won, left));
  });

  it('that leaves and comes back in one instant has two spells', () => {
    const atOnce = said('account.became_customer', 1, { customer_since: at('11:00') });
    expect(told(won, left, atOnce)).toMatchObject([
      { at: '10:15', gained: 1 },
      { at: '11:00', gained: 1, won_back: 1 },
      { at: '11:00', lost: 1 },
    ]);
  });

  it('that came and left in one instant, being none, is gained and lost there', () => {
    const leftAtOnce = said('account.churned', 3, { churned_at: at('10:20') });
    expect(told(won, leftAtOnce)).toEqual([
      { at: '10:15', gained: 1, lost: 1, lost_by_start: { [START_S]: 1 } },
    ]);
    expect(told(won, leftAtOnce, left)).toEqual(told(won, leftAtOnce));
    expect(told(won, leftAtOnce, back)[1]).toEqual({ at: '12:00', gained: 1, won_back: 1 });
  });

  it('that was removed is in no cell, until it is created or won again', () => {
    const created = said('account.created', 1);
    const removed = said('account.removed', 5, { removed_at: at('12:00') });
    expect(told(created, won, left, removed)).toEqual([]);
    expect(told(won, removed, said('account.created', 6))).toEqual(told(won, said('account.created', 6)));
  });

  it('belongs to who owned the account when its spell began', () => {
    const created = said('account.created', 1, { rep_id: 'ann', occurred_at: at('09:05') });
    const handedOver = said('account.amended', 5, { rep_id: 'bob', occurred_at: at('10:45') });
    expect(told(created, won, left, handedOver, back)).toMatchObject([
      { at: '09:00', rep: 'ann', created: 1 },
      { at: '10:15', rep: 'ann', gained: 1 },
      { at: '11:00', rep: 'ann', lost: 1 },
      { at: '12:00', rep: 'bob', won_back: 1 },
    ]);
  });

  it('of two reasons for one end has the lower one', () => {
    const other = said('account.churned', 5, { reason: 'quality' });
    expect(told(won, other, left)[1]).toMatchObject({ reason: 'price', lost: 1 });
  });

  it('moves its start when the statement is replaced', () => {
    const earlier = said('account.became_customer', 5, {
      customer_since: at('08:00'),
      replaces: 'account.became_customer-2',
    });
    expect(told(won, earlier, left)).toMatchObject([
      { at: '08:00', gained: 1 },
      { at: '11:00', lost_by_start: { [START_S - 8_100]: 1 } },
    ]);
  });

  it('never left when its leaving is retracted, in whatever order that is told', () => {
    const retraction = said('account.amended', 1, { retracts: 'account.churned-3' });
    const stays = [{ at: '10:15', gained: 1 }];
    expect(told(won, left, retraction)).toEqual(stays);
    expect(told(retraction, left, won)).toEqual(stays);
  });

  it('loses what its own source takes back, and nothing of the same id that another source said', () => {
    const byBilling = said('account.churned', 3, { event_id: '1001', source: 'billing' });
    const byCrm = said('account.became_customer', 2, { event_id: '1001' });
    const retraction = said('account.amended', 5, { source: 'billing', retracts: '1001' });
    expect(told(byCrm, byBilling, retraction)).toEqual([{ at: '10:15', gained: 1 }]);
    const ofCrm = said('account.amended', 5, {
      source: 'billing',
      retracts: '1001',
      retracts_source: 'crm',
    });
    expect(told(byCrm, byBilling, ofCrm)).toEqual([]);
  });

  it('keeps a statement void though what replaced it is void as well', () => {
    const second = said('account.churned', 5, { churned_at: at('12:00'), replaces: 'account.churned-3' });
    const third = said('account.churned', 6, { churned_at: at('13:00'), replaces: 'account.churned-5' });
    expect(told(won, left, second, third)).toMatchObject([{ gained: 1 }, { at: '13:00', lost: 1 }]);
  });

  it('is not touched by what another account retracts', () => {
    const elsewhere = said('account.amended', 1, { account_id: 'A2', retracts: 'account.churned-3' });
    expect(told(won, left, elsewhere)).toEqual(told(won, left));
  });

  it('is lost to the office its rep had when it was gained', () => {
    const events = [
      said('rep.updated', 1),
      said('rep.updated', 2, { effective_from: at('10:45'), office_id: 'berlin' }),
      said('account.created', 1, { rep_id: 'ann' }),
    ];
    expect(told(...events, won, left, back)).toMatchObject([
      { at: '09:00', office: 'munich', created: 1 },
      { at: '10:15', office: 'munich', gained: 1 },
      { at: '11:00', office: 'munich', lost: 1 },
      { at: '12:00', office: 'berlin', won_back: 1 },
    ]);
  });
});

describe('accounts that were merged', () => {
  const of = (account_id: string) => ({ account_id, event_id: `of-${account_id}` });
  const since = (id: string, time: string) =>
    said('account.became_customer', 1, { ...of(id), customer_since: at(time) });
  const until = (id: string, time: string) =>
    said('account.churned', 2, { ...of(id), churned_at: at(time), reason: id });
  const into = (id: string, survivor: string) =>
    said('account.removed', 3, { ...of(id), removed_at: at('20:00'), merged_into: survivor });
  const spells = (...events: Parameters<typeof rows>[1][]) => told(...events);

  it('are one customer while any of them is one', () => {
    const overlapping = [since('A', '10:00'), until('A', '11:00'), since('B', '10:30'), until('B', '12:00')];
    expect(spells(...overlapping, into('B', 'A'))).toMatchObject([
      { at: '10:00', gained: 1 },
      { at: '12:00', reason: 'B', lost: 1 },
    ]);
    expect(spells(since('A', '10:00'), since('B', '09:00'), until('B', '11:00'), into('B', 'A'))).toEqual([
      { at: '09:00', gained: 1 },
    ]);
  });

  it('are won back where one begins when none of them was a customer, also at the instant at which the last one ended', () => {
    const after = (time: string) => [
      since('A', '10:00'),
      until('A', '11:00'),
      since('B', time),
      into('B', 'A'),
    ];
    expect(spells(...after('11:30')).at(-1)).toEqual({ at: '11:30', gained: 1, won_back: 1 });
    expect(spells(...after('11:00'))).toContainEqual({ at: '11:00', gained: 1, won_back: 1 });
    expect(spells(...after('10:59'))).toEqual([{ at: '10:00', gained: 1 }]);
  });

  it('that came and left at one instant belong to a spell that begins or ends there', () => {
    const flash = (id: string, time: string) => [since(id, time), until(id, time)];
    const merged = [into('B', 'A')];
    const once = [{ at: '10:00', gained: 1 }, { lost: 1 }];
    expect(spells(...flash('A', '10:00'), ...flash('B', '10:00'), ...merged)).toMatchObject(once);
    for (const time of ['10:00', '11:00'])
      expect(spells(since('A', '10:00'), until('A', '11:00'), ...flash('B', time), ...merged)).toMatchObject(
        once,
      );
  });

  it('are created once, and counted by what is said of the survivor', () => {
    const described = (id: string, segment: string) =>
      said('account.created', 1, { ...of(id), event_id: `created-${id}`, segment });
    expect(
      spells(described('A', 'small'), described('B', 'large'), since('B', '10:00'), into('B', 'A')),
    ).toEqual([
      { at: '09:00', segment: 'small', created: 1 },
      { at: '10:00', segment: 'small', gained: 1 },
    ]);
  });

  it('of two that end at one instant have the greater reason', () => {
    const together = ['A', 'B'].flatMap((id) => [since(id, '10:00'), until(id, '11:00')]);
    expect(spells(...together, into('B', 'A')).at(-1)).toMatchObject({ lost: 1, reason: 'B' });
  });

  it('are apart again once a higher statement brings one back', () => {
    const back = said('account.created', 4, { ...of('B'), event_id: 'back' });
    const left = [since('A', '10:00'), until('A', '10:15')];
    expect(spells(...left, since('B', '10:30'), into('B', 'A'), back)).toEqual(
      spells(...left, since('B', '10:30'), back),
    );
  });

  it('into a removed account, in a circle, or into one of which nothing is said, count nowhere', () => {
    const removed = said('account.removed', 3, { ...of('A'), removed_at: at('20:00') });
    expect(spells(since('A', '10:00'), removed, since('B', '10:30'), into('B', 'A'))).toEqual([]);
    expect(spells(since('A', '10:00'), since('B', '10:30'), into('B', 'A'), into('A', 'B'))).toEqual([]);
    expect(spells(since('B', '10:30'), into('B', 'A'))).toEqual([]);
  });
});
