import { describe, expect, it } from 'vitest';
import { at, rows, said } from '../../test/given.js';

type Said = ReturnType<typeof said>;

const created = said('lead.created', 1, {
  lead_source: 'web',
  segment: 'small',
  region: 'south',
  campaign_id: 'spring',
});
const described = { lead_source: 'web', segment: 'small', region: 'south', campaign: 'spring' };
const bare = said('lead.created', 1);
const leads = (...events: Said[]) => rows('lead', ...events);

const credited = { first_converted: 1, last_converted: 1, linear_converted: '1.0000', linear_touches: 1 };

describe('a lead', () => {
  it('counts where it came in', () => {
    expect(leads(created)).toEqual([{ at: '09:00', ...described, created: 1, first_created: 1 }]);
  });

  it('counts where it was qualified and where it was converted, and of those that came in', () => {
    expect(leads(created, said('lead.qualified', 2), said('lead.converted', 3))).toEqual([
      { at: '09:00', ...described, created: 1, created_qualified: 1, created_converted: 1, first_created: 1 },
      { at: '10:00', ...described, qualified: 1 },
      { at: '10:15', ...described, converted: 1, ...credited },
    ]);
  });

  it('has its reason where it was disqualified, in one line, and nowhere else', () => {
    expect(leads(bare, said('lead.disqualified', 2, { reason: 'no budget\n  this year' }))).toEqual([
      { at: '09:00', created: 1 },
      { at: '10:30', reason: 'no budget this year', disqualified: 1 },
    ]);
  });

  it('is what was said of it last, whatever the instants: converted or disqualified, and after a reopening neither', () => {
    const converted = (version: number) => said('lead.converted', version, { converted_at: at('12:00') });
    const disqualified = (version: number) => said('lead.disqualified', version);
    expect(leads(bare, converted(2), disqualified(3))).toEqual([
      { at: '09:00', created: 1 },
      { at: '10:30', disqualified: 1 },
    ]);
    expect(leads(bare, converted(3), disqualified(2))).toMatchObject([
      { created_converted: 1 },
      { at: '12:00', converted: 1 },
    ]);
    expect(leads(bare, converted(2), said('lead.reopened', 3))).toEqual([{ at: '09:00', created: 1 }]);
    expect(leads(bare, converted(4), said('lead.reopened', 3))).toHaveLength(2);
  });

  it('is corrected by what is said again, and keeps the reason of its last run', () => {
    const again = said('lead.disqualified', 3, { disqualified_at: at('11:30') });
    expect(leads(bare, said('lead.disqualified', 2, { reason: 'price' }), again)[1]).toEqual({
      ...{ at: '11:30', reason: 'price', disqualified: 1 },
    });
    const before = said('lead.disqualified', 1, { reason: 'price' });
    expect(leads(bare, before, said('lead.reopened', 2), again)[1]).not.toHaveProperty('reason');
    const qualifiedAgain = said('lead.qualified', 3, { qualified_at: at('12:00') });
    expect(leads(bare, qualifiedAgain, said('lead.qualified', 2))[1]).toMatchObject({ at: '12:00' });
  });

  it('stays qualified when it is disqualified', () => {
    expect(leads(bare, said('lead.qualified', 2), said('lead.disqualified', 3))[0]).toEqual({
      ...{ at: '09:00', created: 1, created_qualified: 1 },
    });
  });

  it('is followed up by the first contact, where it came in and for who made it', () => {
    const owned = said('lead.created', 1, { rep_id: 'ann' });
    const later = said('lead.contacted', 2, { contacted_at: at('12:00'), rep_id: 'cy' });
    const first = said('lead.contacted', 3, { rep_id: 'bob' });
    // 15 min = 900,000 ms, in [2^19, 2^20) with bins of 8,192: 109 * 8,192 = 892,928.
    const followUp = { follow_up_count: 1, follow_up_ms: 900_000, follow_up_hist: { 892928: 1 } };
    expect(leads(owned, later, first)).toEqual([
      { at: '09:00', rep: 'ann', created: 1, created_contacted: 1 },
      { at: '09:00', rep: 'bob', ...followUp },
    ]);
    const unnamed = said('lead.contacted', 3);
    expect(leads(owned, unnamed)).toEqual([
      { at: '09:00', rep: 'ann', created: 1, created_contacted: 1, ...followUp },
    ]);
  });

  it('contacted before it came in was contacted at once', () => {
    const skewed = said('lead.contacted', 2, { contacted_at: at('08:00') });
    expect(leads(bare, skewed)).toEqual([
      { at: '09:00', created: 1, created_contacted: 1, follow_up_count: 1, follow_up_hist: { 0: 1 } },
    ]);
  });

  it('has contacts that are told again and taken back, by their id', () => {
    const contact = (version: number, time: string, more = {}) =>
      said('lead.contacted', version, { contacted_at: at(time), contact_id: 'K', ...more });
    const followUp = (...events: Said[]) => leads(bare, ...events).find((row) => row.follow_up_count === 1);
    expect(followUp(contact(2, '09:06', { rep_id: 'ann' }), contact(3, '09:20'))).toMatchObject({
      ...{ rep: 'ann', follow_up_ms: 900_000 },
    });
    const takenBack = said('lead.contact_removed', 4, { contact_id: 'K' });
    expect(followUp(contact(2, '09:06'), takenBack)).toBeUndefined();
    expect(followUp(contact(2, '09:06'), takenBack, contact(5, '09:20'))).toMatchObject({
      follow_up_ms: 900_000,
    });
    const other = said('lead.contacted', 2, { contact_id: 'L', contacted_at: at('09:35') });
    expect(followUp(contact(2, '09:06'), takenBack, other)).toMatchObject({ follow_up_ms: 1_800_000 });
  });

  it('belongs to who owned it then, in the office of then', () => {
    const events = [
      said('rep.updated', 1),
      said('rep.updated', 2, { effective_from: at('10:00'), office_id: 'berlin', team: '' }),
      said('lead.created', 1, { rep_id: 'ann', occurred_at: at('09:05') }),
      said('lead.qualified', 2),
      said('lead.amended', 3, { rep_id: 'bob', effective_at: at('10:10') }),
      said('lead.converted', 4),
    ];
    expect(leads(...events)).toMatchObject([
      { at: '09:00', office: 'munich', team: 'west', rep: 'ann', created: 1 },
      { at: '10:00', office: 'berlin', rep: 'ann', qualified: 1 },
      { at: '10:15', rep: 'bob', converted: 1 },
    ]);
  });

  it('is followed up for the office that who contacted it had then', () => {
    const events = [
      said('rep.updated', 1),
      said('rep.updated', 2, { effective_from: at('09:10'), office_id: 'berlin', team: '' }),
      said('lead.created', 1, { rep_id: 'ann' }),
      said('lead.contacted', 2),
    ];
    expect(leads(...events)).toMatchObject([
      { office: 'berlin', follow_up_count: 1 },
      { office: 'munich', created: 1 },
    ]);
  });

  it('moves and changes with what was amended, and loses what was cleared', () => {
    const amended = said('lead.amended', 2, {
      created_at: at('08:00'),
      region: 'north',
      cleared: ['campaign_id'],
    });
    expect(leads(created, amended)).toEqual([
      { at: '08:00', lead_source: 'web', segment: 'small', region: 'north', created: 1 },
    ]);
  });

  it('is in no cell when it was never created or once removed, and back when created again', () => {
    const removed = said('lead.removed', 3, { merged_into: 'E2' });
    expect(leads(said('lead.converted', 2), said('lead.contacted', 2))).toEqual([]);
    expect(leads(created, removed, said('lead.converted', 4))).toEqual([]);
    expect(leads(said('lead.created', 4), removed)).toHaveLength(1);
  });
});
