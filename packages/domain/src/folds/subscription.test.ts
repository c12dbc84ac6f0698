import type { CrmEvent } from '@tallyboard/contracts/events';
import { describe, expect, it } from 'vitest';
import { at, rows, said } from '../../test/given.js';

type Changed = Extract<CrmEvent, { type: 'subscription.changed' }>;
type Ended = Extract<CrmEvent, { type: 'subscription.ended' }>;

const START = { at: '09:00', currency: 'EUR' };
let version = 0;

/** One subscription of the customer E1 brings in so much from then on. */
function changed(time: string, mrr: number, payload: Partial<Changed> = {}): CrmEvent {
  version += 1;
  const effective_at = at(time);
  return said('subscription.changed', version, { effective_at, mrr: `${mrr}.0000`, ...payload });
}

function ended(time: string, payload: Partial<Ended> = {}): CrmEvent {
  version += 1;
  return said('subscription.ended', version, { ended_at: at(time), ...payload });
}

/** Rows of cells; what is kept by customer is the same once more. */
const told = (...events: CrmEvent[]) =>
  rows('subscription', ...events).map(({ mrr_by_account, ...row }) => {
    expect(mrr_by_account).toEqual(row.mrr === undefined ? undefined : { E1: row.mrr });
    return row;
  });

/** What moved, by time of day, without what merely begins and ends with it. */
const movements = (...events: CrmEvent[]) =>
  told(...events)
    .map(({ currency: _, mrr: __, subscribers: ___, churned_by_start: ____, ...moved }) => moved)
    .filter((moved) => Object.keys(moved).length > 1);

/** What all of it comes to. */
const level = (...events: CrmEvent[]) => told(...events).reduce((sum, { mrr }) => sum + Number(mrr ?? 0), 0);

describe('the subscriptions of a customer', () => {
  it('begin, grow, shrink, end and come back, each a movement of its own', () => {
    const story = [
      changed('09:05', 100),
      changed('09:20', 150),
      changed('09:35', 120),
      ended('09:50', { reason: 'price' }),
      changed('10:05', 80),
    ];
    expect(movements(...story)).toEqual([
      { at: '09:00', new_mrr: '100.0000', new_subscribers: 1 },
      { at: '09:15', expansion_mrr: '50.0000', expanded: 1 },
      { at: '09:30', contraction_mrr: '30.0000', contracted: 1 },
      { at: '09:45', churned_mrr: '120.0000', churned: 1, reason: 'price' },
      { at: '10:00', won_back_mrr: '80.0000', won_back: 1 },
    ]);
    expect(level(...story)).toBe(80);
  });

  it('add up: a second one is an expansion, and the customer churns with the last', () => {
    const second = { subscription_id: 'S-2' };
    expect(
      movements(changed('09:05', 100), changed('09:20', 40, second), ended('09:35'), ended('09:50', second)),
    ).toEqual([
      { at: '09:00', new_mrr: '100.0000', new_subscribers: 1 },
      { at: '09:15', expansion_mrr: '40.0000', expanded: 1 },
      { at: '09:30', contraction_mrr: '100.0000', contracted: 1 },
      { at: '09:45', churned_mrr: '40.0000', churned: 1 },
    ]);
  });

  it('that change at one instant are one change: who moves from one to another neither churns nor comes back', () => {
    const other = { subscription_id: 'S-2' };
    expect(movements(changed('09:05', 100), ended('09:20'), changed('09:20', 130, other))).toEqual([
      { at: '09:00', new_mrr: '100.0000', new_subscribers: 1 },
      { at: '09:15', expansion_mrr: '30.0000', expanded: 1 },
    ]);
    expect(movements(changed('09:05', 100), ended('09:20'), changed('09:20', 100, other))).toHaveLength(1);
  });

  it('are what the higher statement says of one instant, and what is said again changes nothing', () => {
    const first = changed('09:05', 100);
    expect(told(first, changed('09:05', 70), first)).toEqual([
      { ...START, mrr: '70.0000', subscribers: 1, new_mrr: '70.0000', new_subscribers: 1 },
    ]);
    expect(movements(changed('09:05', 100), changed('09:20', 100))).toHaveLength(1);
  });

  it('pause at 0, which is churn, and tell since when it had been paid', () => {
    expect(told(changed('09:05', 100), changed('09:20', 120), changed('09:35', 0)).at(-1)).toEqual({
      ...START,
      at: '09:30',
      mrr: '-120.0000',
      subscribers: -1,
      churned_mrr: '120.0000',
      churned: 1,
      churned_by_start: { [at('09:00') / 1000]: 1 },
    });
  });

  it('churn in one currency and are new in the other', () => {
    expect(told(changed('09:05', 100), changed('09:20', 110, { currency: 'USD' }))).toEqual([
      { ...START, mrr: '100.0000', subscribers: 1, new_mrr: '100.0000', new_subscribers: 1 },
      expect.objectContaining({ at: '09:15', currency: 'EUR', mrr: '-100.0000', churned_mrr: '100.0000' }),
      {
        at: '09:15',
        currency: 'USD',
        mrr: '110.0000',
        subscribers: 1,
        new_mrr: '110.0000',
        new_subscribers: 1,
      },
    ]);
  });

  it('are credited to who has the customer then; a hand-over moves the level and is no movement', () => {
    version += 1;
    const handed = said('subscription.amended', version, { rep_id: 'bob', effective_at: at('09:20') });
    const bob = said('rep.updated', 1, { rep_id: 'bob', office_id: 'paris', team: '' });
    expect(told(bob, handed, changed('09:05', 100, { rep_id: 'ann' }), ended('09:35'))).toEqual([
      { ...START, rep: 'ann', mrr: '100.0000', subscribers: 1, new_mrr: '100.0000', new_subscribers: 1 },
      { at: '09:15', currency: 'EUR', office: 'paris', rep: 'bob', mrr: '100.0000', subscribers: 1 },
      { at: '09:15', currency: 'EUR', rep: 'ann', mrr: '-100.0000', subscribers: -1 },
      expect.objectContaining({ at: '09:30', office: 'paris', rep: 'bob', mrr: '-100.0000', churned: 1 }),
    ]);
  });

  it('are corrected by what replaces or retracts a statement, also one that ended them', () => {
    const begun = changed('09:05', 100);
    const wrong = ended('09:20');
    const right = ended('10:20', { replaces: wrong.event_id });
    expect(movements(begun, wrong, right).map(({ at }) => at)).toEqual(['09:00', '10:15']);
    version += 1;
    const never = said('subscription.amended', version, { retracts: right.event_id });
    expect(level(begun, wrong, right, never)).toBe(100);
    version += 1;
    const ofAnother = { retracts: begun.event_id, retracts_source: 'another' };
    expect(level(begun, said('subscription.amended', version, ofAnother))).toBe(100);
  });

  it('never were once removed, and are again when changed anew', () => {
    const begun = changed('09:05', 100);
    const other = changed('09:20', 40, { subscription_id: 'S-2' });
    version += 1;
    const removed = said('subscription.removed', version, {});
    expect(movements(begun, other, removed, ended('11:00'))).toEqual([
      { at: '09:15', new_mrr: '40.0000', new_subscribers: 1 },
    ]);
    expect(level(begun, removed, changed('09:35', 60))).toBe(60);
  });
});
