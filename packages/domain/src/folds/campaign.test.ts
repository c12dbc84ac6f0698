import { describe, expect, it } from 'vitest';
import { at, rows, said } from '../../test/given.js';

type Said = ReturnType<typeof said>;

const created = said('campaign.created', 1, { channel: 'search', rep_id: 'ann' });
const spent = (version: number, amount: string, more = {}) =>
  said('campaign.spent', version, { amount, currency: 'EUR', ...more });
const campaigns = (...events: Said[]) => rows('campaign', ...events);

describe('a campaign', () => {
  it('counts where money was spent on it, each currency for itself', () => {
    const dims = { rep: 'ann', campaign: 'E1', channel: 'search' };
    const later = spent(4, '7.0000', { spent_at: at('12:00') });
    expect(campaigns(created, spent(2, '10.5000'), spent(3, '5.0000', { currency: 'USD' }), later)).toEqual([
      { at: '09:00', ...dims, currency: 'EUR', spends: 1, spent: '10.5000' },
      { at: '09:00', ...dims, currency: 'USD', spends: 1, spent: '5.0000' },
      { at: '12:00', ...dims, currency: 'EUR', spends: 1, spent: '7.0000' },
    ]);
  });

  it('is in no cell while nothing is spent, and spends also when nobody created it', () => {
    expect(campaigns(created)).toEqual([]);
    expect(campaigns(spent(2, '10.0000'))).toEqual([
      { at: '09:00', campaign: 'E1', currency: 'EUR', spends: 1, spent: '10.0000' },
    ]);
  });

  it('has expenses that are told again and taken back, by their id', () => {
    const one = { spend_id: 'S' };
    const again = spent(3, '12.0000', { ...one, spent_at: at('11:00'), currency: 'USD' });
    expect(campaigns(again, spent(2, '10.0000', one))).toEqual([
      { at: '11:00', campaign: 'E1', currency: 'USD', spends: 1, spent: '12.0000' },
    ]);
    const removed = said('campaign.spend_removed', 4, one);
    expect(campaigns(again, removed)).toEqual([]);
    expect(campaigns(again, removed, spent(5, '1.0000', one))).toMatchObject([{ spent: '1.0000' }]);
    expect(campaigns(again, spent(2, '10.0000', { spend_id: 'T' }))).toHaveLength(2);
  });

  it('without an id at the vendor has one expense for each event, and what that says again corrects it', () => {
    const bill = { event_id: 'bill' };
    expect(campaigns(spent(2, '10.0000', bill), spent(3, '12.0000', bill))).toMatchObject([
      { spends: 1, spent: '12.0000' },
    ]);
    const ofOther = spent(3, '12.0000', { ...bill, source: 'other' });
    expect(campaigns(spent(2, '10.0000', bill), ofOther)).toMatchObject([{ spends: 2, spent: '22.0000' }]);
  });

  it('is of who owned it when the money was spent, in the office of then, and of the channel that is known last', () => {
    const events = [
      said('rep.updated', 1),
      created,
      said('campaign.amended', 2, { rep_id: 'bob', effective_at: at('10:00'), channel: 'fair' }),
      spent(3, '1.0000'),
      spent(4, '2.0000', { spent_at: at('11:00') }),
    ];
    expect(campaigns(...events)).toMatchObject([
      { at: '09:00', office: 'munich', rep: 'ann', channel: 'fair', spent: '1.0000' },
      { at: '11:00', rep: 'bob', channel: 'fair', spent: '2.0000' },
    ]);
    const cleared = said('campaign.amended', 5, { cleared: ['channel'] });
    expect(campaigns(...events, cleared)[0]).not.toHaveProperty('channel');
  });

  it('is in no cell once removed, and back when created again', () => {
    const removed = said('campaign.removed', 3);
    expect(campaigns(created, removed, spent(4, '1.0000'))).toEqual([]);
    expect(campaigns(said('campaign.created', 5), removed, spent(4, '1.0000'))).toHaveLength(1);
  });
});
