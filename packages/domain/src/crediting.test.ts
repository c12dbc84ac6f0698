import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, rows, said } from '../test/given.js';
import { partsOf } from './parts.js';

type Said = ReturnType<typeof said>;
let told = 0;
/** Each is told later than the one before. */
const event: typeof said = (type, version, payload) => {
  told += 1;
  return said(type, version, { ...payload, event_id: `e-${told}` } as never);
};

const touch = (campaign_id: string, time: string, whom: object, more: object = {}) =>
  event('campaign.touched', 1, { campaign_id, touched_at: at(time), ...whom, ...more });
const D = { deal_id: 'D' };
const L = { lead_id: 'L' };
const opened = (more: object = {}) =>
  event('deal.opened', 1, { ...D, amount: '100.0000', currency: 'EUR', ...more });
const won = event('deal.closed', 2, { ...D, closed_at: at('12:00') });
const lead = (more: object = {}) => event('lead.created', 1, { ...L, ...more });
const gone = (campaign_id: string, merged_into: string | null = null) =>
  event('campaign.removed', 9, { campaign_id, merged_into });

/** What a deal won is credited to: campaign → its amounts by first, last and linear. */
function credited(...events: Said[]): Record<string, [first: unknown, last: unknown, linear: unknown]> {
  return Object.fromEntries(
    rows('deal', ...events)
      .filter((row) => row.first_priced ?? row.last_priced ?? row.linear_touches)
      .map((row) => [row.campaign, [row.first_amount, row.last_amount, row.linear_amount]]),
  );
}

describe('a deal that is won', () => {
  const three = [touch('A', '09:00', D), touch('B', '10:00', D), touch('C', '11:00', D)];

  it('is credited to the first touch, to the last, and to each in parts that add up to the last digit', () => {
    expect(credited(...three, opened(), won)).toEqual({
      A: ['100.0000', undefined, '33.3334'],
      B: [undefined, undefined, '33.3333'],
      C: [undefined, '100.0000', '33.3333'],
    });
  });

  it('is of the touches up to its close, in the order in which they happened and not of telling', () => {
    const [a, b, c] = three;
    expect(credited(c!, opened(), won, b!, a!)).toEqual(credited(...three, opened(), won));
    const late = touch('Z', '12:01', D);
    expect(credited(...three, opened(), won, late)).toEqual(credited(...three, opened(), won));
    expect(credited(touch('Z', '12:00', D), opened(), won)).toEqual({
      Z: ['100.0000', '100.0000', '100.0000'],
    });
  });

  it('is of the touches of its lead as well, each once, though the deal is touched by it, too', () => {
    const events = [touch('A', '09:00', L), touch('B', '10:00', { ...L, ...D }), lead()];
    expect(credited(...events, opened(L), won)).toEqual({
      A: ['100.0000', undefined, '50.0000'],
      B: [undefined, '100.0000', '50.0000'],
    });
    expect(credited(...events, opened(), won)).toEqual({ B: ['100.0000', '100.0000', '100.0000'] });
  });

  it('came first of what it names itself, else of what its lead names, whatever touched it', () => {
    const named = [lead({ campaign_id: 'N' }), touch('A', '09:00', D)];
    expect(credited(...named, opened({ ...L, campaign_id: 'O' }), won)).toEqual({
      A: [undefined, '100.0000', '33.3333'],
      N: [undefined, undefined, '33.3334'],
      O: ['100.0000', undefined, '33.3333'],
    });
    expect(credited(...named, opened(L), won)).toMatchObject({ N: ['100.0000', undefined, '50.0000'] });
    expect(credited(lead({ campaign_id: 'N' }), opened({ ...L, campaign_id: 'N' }), won)).toEqual({
      N: ['100.0000', '100.0000', '100.0000'],
    });
  });

  it('has no touch more for a name that a touch tells of', () => {
    expect(
      credited(touch('A', '09:00', D), touch('B', '10:00', D), opened({ campaign_id: 'B' }), won),
    ).toEqual({
      A: [undefined, undefined, '50.0000'],
      B: ['100.0000', '100.0000', '50.0000'],
    });
  });

  it('is of the lead that was converted into it, when it names none: of several of the first one', () => {
    const into = (lead_id: string, time: string) =>
      event('lead.converted', 3, { lead_id, converted_at: at(time), deal_id: 'D' });
    const m = event('lead.created', 1, { lead_id: 'M', campaign_id: 'of M' });
    const events = [lead({ campaign_id: 'of L' }), m, into('L', '10:30'), into('M', '10:15'), won];
    expect(Object.keys(credited(...events, opened()))).toEqual(['of M']);
    expect(Object.keys(credited(...events, opened(L)))).toEqual(['of L']);
    const reopened = event('lead.reopened', 4, { lead_id: 'M' });
    expect(Object.keys(credited(...events, opened(), reopened))).toEqual(['of L']);
    const removed = event('lead.removed', 5, { lead_id: 'M' });
    expect(Object.keys(credited(...events, opened(), removed))).toEqual(['of L']);
  });

  it('follows its lead when that names another campaign afterwards, and nothing of one that was removed', () => {
    const amended = event('lead.amended', 5, { ...L, campaign_id: 'later', occurred_at: at('18:00') });
    expect(Object.keys(credited(lead({ campaign_id: 'N' }), opened(L), won, amended))).toEqual(['later']);
    const removed = event('lead.removed', 6, L);
    expect(credited(lead({ campaign_id: 'N' }), touch('A', '09:00', L), opened(L), won, removed)).toEqual({});
  });

  it('is credited to nothing when it is lost, has no amount, or no campaign', () => {
    expect(credited(...three, opened(), event('deal.closed', 2, { ...D, outcome: 'lost' }))).toEqual({});
    expect(credited(...three, opened({ amount: null }), won)).toEqual({});
    expect(credited(opened(), won)).toEqual({});
    expect(credited(opened(), won, touch('A', '09:00', { account_id: 'A1' }))).toEqual({});
  });

  it('is credited to the survivor of a campaign that was merged, and not to touches of one that was removed', () => {
    expect(credited(...three, gone('B', 'A'), opened(), won)).toMatchObject({
      A: ['100.0000', undefined, '66.6667'],
    });
    expect(Object.keys(credited(...three, gone('C'), opened(), won))).toEqual(['A', 'B']);
    expect(Object.keys(credited(...three, gone('A', 'B'), gone('B'), opened(), won))).toEqual(['C']);
    expect(Object.keys(credited(gone('N', 'M'), opened({ campaign_id: 'N' }), won))).toEqual(['M']);
    expect(Object.keys(credited(gone('N'), opened({ campaign_id: 'N' }), won))).toEqual(['N']);
  });

  it('loses a touch that was taken back, and has one that was corrected as it was told last', () => {
    const one = { touch_id: 'T' };
    const a = touch('A', '09:00', D, one);
    const back = event('campaign.touch_removed', 2, { campaign_id: 'A', ...one });
    expect(credited(a, back, opened(), won)).toEqual({});
    const other = touch('A', '10:00', { deal_id: 'other' }, { ...one, source_version: 2 });
    expect(credited(a, other, opened(), won)).toEqual({});
    expect(
      Object.keys(credited(a, back, touch('A', '09:00', D, { ...one, source_version: 3 }), opened(), won)),
    ).toEqual(['A']);
  });
});

describe('a lead', () => {
  const converted = event('lead.converted', 3, { ...L, converted_at: at('12:00') });
  const leads = (...events: Said[]) => rows('lead', ...events).filter((row) => row.campaign);

  it('came of its earliest touch, whenever that was, and is converted by what touched it until then', () => {
    const touches = [touch('B', '11:00', L), touch('A', '10:00', L), touch('Z', '13:00', L)];
    expect(leads(lead(), converted, ...touches)).toEqual([
      { at: '09:00', campaign: 'A', first_created: 1 },
      { at: '12:00', campaign: 'A', first_converted: 1, linear_converted: '0.5000', linear_touches: 1 },
      { at: '12:00', campaign: 'B', last_converted: 1, linear_converted: '0.5000', linear_touches: 1 },
    ]);
    expect(leads(lead(), converted, touches[2]!)).toEqual([{ at: '09:00', campaign: 'Z', first_created: 1 }]);
  });

  it('counts with the survivor of the campaign that it names', () => {
    expect(leads(lead({ campaign_id: 'N' }), gone('N', 'M'))).toEqual([
      { at: '09:00', campaign: 'M', created: 1, first_created: 1 },
    ]);
  });
});

describe('parts', () => {
  it('add up to the whole and differ by a unit at most, the greater ones first', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.integer({ min: 1, max: 50 }), (whole, n) => {
        const parts = partsOf(whole, n);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole);
        expect(parts).toHaveLength(n);
        expect(parts[0]! - parts.at(-1)!).toBeLessThanOrEqual(1n);
        expect(parts.every((part, i) => i === 0 || part <= parts[i - 1]!)).toBe(true);
      }),
    );
  });
});
