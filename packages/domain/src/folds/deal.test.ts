import { describe, expect, it } from 'vitest';
import { rows as allRows, at, said } from '../../test/given.js';

const opened = said('deal.opened', 1, {
  pipeline: 'new',
  product: 'GTX',
  lead_source: 'web',
  amount: '1000.0000',
  currency: 'EUR',
});
const described = { pipeline: 'new', product: 'GTX', lead_source: 'web', currency: 'EUR' };
const openedRow = { at: '09:00', ...described, opened: 1 };
const bare = said('deal.opened', 1);

/** The rows of deals without what stages come to. */
const rows = (...[fact, ...events]: Parameters<typeof allRows>) =>
  allRows(fact, ...events)
    .map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('stage'))))
    .filter((row) => ['opened', 'won', 'lost'].some((measure) => measure in row));

/** Who is credited with the opening and the close. */
const repsOf = (...events: Parameters<typeof rows>[1][]) =>
  rows('deal', ...events)
    .filter(({ opened, won }) => opened === 1 || won === 1)
    .map(({ rep }) => rep);

describe('a deal', () => {
  it('that is open counts where it was opened only', () => {
    expect(rows('deal', opened, said('deal.stage_changed', 2))).toEqual([openedRow]);
  });

  it('that is won counts where it closed, with its last known amount and its cycle, and stops being open', () => {
    // 09:05 to 10:20 is 75 min = 4,500,000 ms, in [2^22, 2^23) with bins of 65,536: 68 * 65,536 = 4,456,448.
    expect(rows('deal', opened, said('deal.closed', 2))).toEqual([
      openedRow,
      {
        at: '10:15',
        ...described,
        won: 1,
        won_amount: '1000.0000',
        won_priced: 1,
        cycle_count: 1,
        cycle_ms: 4_500_000,
        cycle_hist: { 4456448: 1 },
      },
    ]);
  });

  it('that is lost counts its amount as lost and has no cycle', () => {
    const closed = said('deal.closed', 2, { outcome: 'lost', amount: '12.3400', currency: 'USD' });
    expect(rows('deal', opened, closed)).toEqual([
      { ...openedRow, currency: 'USD' },
      {
        at: '10:15',
        ...described,
        currency: 'USD',
        lost: 1,
        lost_amount: '12.3400',
        lost_priced: 1,
      },
    ]);
  });

  it('without an amount is won unpriced, and with an amount of zero priced', () => {
    const won = said('deal.closed', 2);
    expect(rows('deal', bare, won)[1]).not.toHaveProperty('won_priced');
    expect(rows('deal', bare, { ...won, amount: '0.0000' } as typeof won)[1]).toMatchObject({
      won_priced: 1,
    });
  });

  it('that is reopened leaves the cell it closed in', () => {
    expect(rows('deal', opened, said('deal.closed', 2), said('deal.reopened', 3))).toEqual([openedRow]);
  });

  it('that is won, reopened and won again counts where it was won again', () => {
    const events = [
      bare,
      said('deal.closed', 2),
      said('deal.reopened', 3),
      said('deal.closed', 4, { closed_at: at('12:00') }),
    ];
    expect(rows('deal', ...events)).toMatchObject([
      { opened: 1 },
      { at: '12:00', won: 1, cycle_ms: 10_500_000 },
    ]);
  });

  it('that is won again while won keeps its first close time and takes the new amount', () => {
    const events = [
      bare,
      said('deal.closed', 2, { amount: '5.0000' }),
      said('deal.stage_changed', 3),
      said('deal.closed', 4, { closed_at: at('12:00'), amount: '7.5000' }),
    ];
    expect(rows('deal', ...events)).toMatchObject([
      { opened: 1 },
      { at: '10:15', won: 1, won_amount: '7.5000' },
    ]);
  });

  it('that is lost and then won closes when it was won', () => {
    const events = [
      bare,
      said('deal.closed', 2, { outcome: 'lost' }),
      said('deal.closed', 3, { closed_at: at('12:00') }),
    ];
    expect(rows('deal', ...events)).toMatchObject([{ opened: 1 }, { at: '12:00', won: 1 }]);
    expect(rows('deal', ...events)[1]).not.toHaveProperty('lost');
  });

  it('takes an amended close time over the statement that closed it', () => {
    const events = [
      bare,
      said('deal.closed', 2),
      said('deal.amended', 3, { closed_at: at('13:00') }),
      said('deal.amended', 4, { closed_at: at('14:00') }),
      said('deal.closed', 5, { closed_at: at('15:00') }),
    ];
    expect(rows('deal', ...events)).toMatchObject([{ opened: 1 }, { at: '14:00', won: 1 }]);
  });

  it('forgets a close time amended before it was closed again', () => {
    const events = [
      bare,
      said('deal.closed', 2),
      said('deal.amended', 3, { closed_at: at('13:00') }),
      said('deal.reopened', 4),
      said('deal.closed', 5, { closed_at: at('15:00') }),
    ];
    expect(rows('deal', ...events)).toMatchObject([{ opened: 1 }, { at: '15:00', won: 1 }]);
  });

  it('is not closed by an amended close time alone', () => {
    expect(rows('deal', bare, said('deal.amended', 2, { closed_at: at('13:00') }))).toMatchObject([
      { opened: 1 },
    ]);
  });

  it('moves when its opening is amended', () => {
    expect(rows('deal', opened, said('deal.amended', 2, { opened_at: at('08:59') }))).toEqual([
      { ...openedRow, at: '08:45' },
    ]);
  });

  it('has no cycle when it closed more than a day before it opened or its opening is unknown', () => {
    const early = said('deal.closed', 2, { closed_at: at('09:05') - 86_400_001 });
    expect(rows('deal', bare, early)).toEqual([
      { at: '09:00', opened: 1 },
      { at: '2026-03-01 09:00', won: 1 },
    ]);
    expect(rows('deal', early)).toEqual([{ at: '2026-03-01 09:00', won: 1 }]);
  });

  it('closed up to a day before it opened, by a date without a time, has a cycle of nothing', () => {
    const dayBefore = said('deal.closed', 2, { closed_at: at('09:05') - 86_400_000 });
    expect(rows('deal', bare, dayBefore)[1]).toEqual({
      ...{ at: '2026-03-01 09:00', won: 1, cycle_count: 1, cycle_hist: { 0: 1 } },
    });
  });

  it('belongs to who owned it when it opened and when it closed, whoever gets it afterwards', () => {
    const by = (version: number, rep_id: string, time: string, more = {}) =>
      said('deal.amended', version, { rep_id, occurred_at: at(time), ...more });
    const events = [
      said('deal.opened', 1, { rep_id: 'ann', occurred_at: at('09:05') }),
      said('deal.closed', 2),
    ];
    const repsAfter = (...more: typeof events) => repsOf(...events, ...more);
    expect(repsAfter(by(3, 'bob', '12:00'))).toEqual(['ann', 'ann']);
    expect(repsAfter(by(3, 'bob', '10:00'))).toEqual(['ann', 'bob']);
    expect(repsAfter(by(3, 'bob', '12:00', { effective_at: at('10:20') }))).toEqual(['ann', 'bob']);
    expect(repsAfter(by(3, 'bob', '12:00', { effective_at: at('09:05') }))).toEqual(['bob', 'bob']);
    expect(repsAfter(by(3, 'bob', '08:00'))).toEqual(['ann', 'ann']);
    expect(repsAfter(said('deal.amended', 3, { cleared: ['rep_id'], occurred_at: at('10:00') }))).toEqual([
      'ann',
      undefined,
    ]);
  });

  it('older than every assignment belongs to the earliest', () => {
    const later = said('deal.amended', 3, { rep_id: 'bob', occurred_at: at('12:00') });
    const latest = said('deal.amended', 4, { rep_id: 'cy', occurred_at: at('13:00') });
    expect(repsOf(bare, said('deal.closed', 2), latest, later)).toEqual(['bob', 'bob']);
  });

  it('belongs where it closed to who the closing names', () => {
    const events = [
      said('deal.opened', 1, { rep_id: 'ann', occurred_at: at('09:05') }),
      said('deal.closed', 2, { rep_id: 'bob', occurred_at: at('10:30') }),
    ];
    expect(repsOf(...events)).toEqual(['ann', 'bob']);
    expect(repsOf(...events, said('deal.closed', 3))).toEqual(['ann', 'bob']);
  });

  it('has no value for what was cleared, until a higher statement says one', () => {
    const cleared = said('deal.amended', 3, { cleared: ['amount', 'product'] });
    expect(rows('deal', opened, said('deal.closed', 2), cleared)[1]).toEqual({
      ...{ at: '10:15', pipeline: 'new', lead_source: 'web', currency: 'EUR' },
      ...{ won: 1, cycle_count: 1, cycle_ms: 4_500_000, cycle_hist: { 4456448: 1 } },
    });
    const again = said('deal.amended', 4, { amount: '7.0000' });
    expect(rows('deal', opened, said('deal.closed', 2), again, cleared)[1]).toMatchObject({
      won_amount: '7.0000',
    });
  });

  it('is of the campaign that was named last, and of none once that was cleared', () => {
    const campaignOf = (...events: Parameters<typeof rows>[1][]) => rows('deal', ...events)[0]?.campaign;
    const named = said('deal.opened', 1, { campaign_id: 'spring' });
    expect(campaignOf(named, said('deal.amended', 2))).toBe('spring');
    expect(campaignOf(said('deal.amended', 2, { campaign_id: 'fair' }), named)).toBe('fair');
    expect(campaignOf(said('deal.amended', 2, { cleared: ['campaign_id'] }), named)).toBeUndefined();
  });

  it('is closed when it was, also before it was opened', () => {
    const close = (time: string) => said('deal.closed', 2, { outcome: 'lost', closed_at: at(time) });
    expect(rows('deal', bare, close('08:00'))).toEqual([
      { at: '08:00', lost: 1 },
      { at: '09:00', opened: 1 },
    ]);
    expect(rows('deal', bare, close('10:00'))).toEqual([
      { at: '09:00', opened: 1 },
      { at: '10:00', lost: 1 },
    ]);
  });

  it('closed in the instant it opened has a cycle of nothing', () => {
    expect(rows('deal', bare, said('deal.closed', 2, { closed_at: at('09:05') }))).toEqual([
      { at: '09:00', opened: 1, won: 1, cycle_count: 1, cycle_hist: { 0: 1 } },
    ]);
  });

  it('leaves when removed, whatever else is said, and comes back when opened again later', () => {
    const [closed, removed] = [said('deal.closed', 4), said('deal.removed', 3)];
    expect(rows('deal', opened, removed, closed)).toEqual([]);
    expect(rows('deal', removed, closed, said('deal.opened', 5))).toMatchObject([{ opened: 1 }, { won: 1 }]);
  });

  it('adds amounts exactly and never across currencies', () => {
    const priced = (deal_id: string, amount: string, currency: string) =>
      said('deal.closed', 1, { deal_id, amount, currency });
    const events = [
      priced('D1', '0.1000', 'EUR'),
      priced('D2', '0.2000', 'EUR'),
      priced('D3', '99999999999999.9999', 'EUR'),
      priced('D4', '-20.0000', 'USD'),
    ];
    expect(rows('deal', ...events)).toEqual([
      { at: '10:15', currency: 'EUR', won: 3, won_amount: '100000000000000.2999', won_priced: 3 },
      { at: '10:15', currency: 'USD', won: 1, won_amount: '-20.0000', won_priced: 1 },
    ]);
  });

  it('belongs to the office its rep had when it opened, and its close to the one when it closed', () => {
    const events = [
      said('rep.updated', 1),
      said('rep.updated', 2, { effective_from: at('10:00'), office_id: 'berlin', team: '' }),
      said('deal.opened', 1, { rep_id: 'ann' }),
      said('deal.closed', 2),
    ];
    expect(rows('deal', ...events)).toMatchObject([
      { at: '09:00', office: 'munich', team: 'west', rep: 'ann', opened: 1 },
      { at: '10:15', office: 'berlin', rep: 'ann', won: 1 },
    ]);
  });
});

describe('the stages of a deal', () => {
  const inStage = said('deal.opened', 1, { stage: 'lead', amount: '5.0000', currency: 'EUR' });
  const moved = (version: number, stage: string, time: string) =>
    said('deal.stage_changed', version, { stage, changed_at: at(time) });
  /** `entered`, `left` and `advanced` by stage, in time's order, each with its hour. */
  const moves = (...events: Parameters<typeof allRows>[1][]) =>
    allRows('deal', ...events).flatMap(({ at, stage = '', ...row }) =>
      [
        row.stage_left ? `${at} left ${stage}${row.stage_advanced ? '' : ' lost'}` : [],
        row.stage_entered ? `${at} entered ${stage}${row.stage_since ? ', still there' : ''}` : [],
      ].flat(),
    );

  it('are entered and left one after the other, the first at the opening and the last at the close', () => {
    const events = [inStage, moved(2, 'demo', '09:30'), moved(3, 'offer', '10:00'), said('deal.closed', 4)];
    expect(moves(...events).sort()).toEqual([
      '09:00 entered lead',
      '09:30 entered demo',
      '09:30 left lead',
      '10:00 entered offer',
      '10:00 left demo',
      '10:15 left offer',
    ]);
    expect(allRows('deal', ...events).find((row) => row.stage === 'demo' && row.stage_left)).toMatchObject({
      stage_left_amount: '5.0000',
      stage_left_priced: 1,
      stage_ms: 1_800_000,
    });
  });

  it('are told in any order, and one that is said again goes on', () => {
    const late = [moved(9, 'demo', '09:30'), inStage, moved(2, 'demo', '11:00'), moved(3, 'lead', '09:20')];
    expect(moves(...late)).toEqual(
      ['09:00 entered lead', '09:30 left lead', '09:30 entered demo, still there'].sort(),
    );
  });

  it('end without having led on where the deal is lost, and go on where it is reopened', () => {
    const lost = said('deal.closed', 2, { outcome: 'lost' });
    expect(moves(inStage, lost)).toEqual(['09:00 entered lead', '10:15 left lead lost']);
    expect(moves(inStage, lost, said('deal.reopened', 3))).toEqual(['09:00 entered lead, still there']);
  });

  it('are told what became of the deal where it closed, once each, and nothing while it is open', () => {
    const closedIn = (...events: Parameters<typeof allRows>[1][]) =>
      allRows('deal', ...events).flatMap(({ at, stage = '', rep = '', ...row }) =>
        row.stage_won || row.stage_lost
          ? [`${at} ${stage} ${row.stage_won ?? 0}:${row.stage_lost ?? 0} ${rep}`]
          : [],
      );
    const back = [inStage, moved(2, 'demo', '09:30'), moved(3, 'lead', '09:45')];
    expect(closedIn(...back)).toEqual([]);
    expect(closedIn(...back, said('deal.closed', 4, { rep_id: 'eve' })).sort()).toEqual([
      '10:15 demo 1:0 eve',
      '10:15 lead 1:0 eve',
    ]);
    const lost = said('deal.closed', 4, { outcome: 'lost' });
    expect(closedIn(...back, lost).sort()).toEqual(['10:15 demo 0:1 ', '10:15 lead 0:1 ']);
    expect(closedIn(...back, lost, said('deal.reopened', 5))).toEqual([]);
    expect(closedIn(inStage, said('deal.closed', 2, { closed_at: at('08:00') }))).toEqual([]);
  });

  it('are over with the close, whatever stage is said of it afterwards', () => {
    const events = [
      inStage,
      said('deal.closed', 2),
      moved(3, 'archive', '11:00'),
      moved(4, 'before', '08:00'),
    ];
    expect(moves(...events)).toEqual(['09:00 entered before', '10:15 left before']);
  });

  it('are none of a deal that was closed before it was opened, and one without a name where none was said', () => {
    expect(moves(inStage, said('deal.closed', 2, { closed_at: at('08:00') }))).toEqual([]);
    expect(moves(bare)).toEqual(['09:00 entered , still there']);
  });
});
