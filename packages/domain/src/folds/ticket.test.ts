import { describe, expect, it } from 'vitest';
import { at, rows, said } from '../../test/given.js';

const opened = said('ticket.opened', 1, { priority: 'high', rep_id: 'ann' });
const dims = { channel: 'email', priority: 'high' };
const bare = said('ticket.opened', 1);
/** 09:05 in epoch seconds. */
const OPENED_S = 1_772_442_300;

describe('a ticket', () => {
  it('that nobody answered waits since it was opened', () => {
    expect(rows('ticket', opened)).toEqual([
      {
        at: '09:00',
        ...dims,
        rep: 'ann',
        opened: 1,
        unanswered: { [OPENED_S]: 1 },
        waiting_since: { [OPENED_S]: 1 },
        waiting_began: 1,
      },
    ]);
  });

  it('opened within a second waits since the next whole second', () => {
    expect(rows('ticket', said('ticket.opened', 1, { opened_at: at('09:05:00.001') }))).toMatchObject([
      { waiting_since: { [OPENED_S + 1]: 1 } },
    ]);
  });

  it('that was answered has a response time where it was opened and ends to wait where it was answered', () => {
    // 15 min = 900,000 ms, in [2^19, 2^20) with bins of 8,192: 109 * 8,192 = 892,928.
    expect(rows('ticket', opened, said('ticket.responded', 2))).toEqual([
      {
        at: '09:00',
        ...dims,
        rep: 'ann',
        opened: 1,
        waiting_began: 1,
        responded: 1,
        response_ms: 900_000,
        response_hist: { 892928: 1 },
        response_s: { 900: 1 },
      },
      { at: '09:15', ...dims, rep: 'ann', waiting_ended: 1 },
    ]);
  });

  it('counts a started second of a response time in whole', () => {
    const late = said('ticket.responded', 2, { responded_at: at('09:05:01.001') });
    expect(rows('ticket', bare, late)).toMatchObject([
      { response_ms: 1001, response_s: { 2: 1 }, waiting_ended: 1 },
    ]);
  });

  it('is not answered by bots and internal notes', () => {
    const events = [
      said('ticket.responded', 2, { author: 'bot' }),
      said('ticket.responded', 3, { visibility: 'internal' }),
    ];
    expect(rows('ticket', bare, ...events)).toEqual(rows('ticket', bare));
  });

  it('answered before it was opened was answered at once and never waited', () => {
    const early = said('ticket.responded', 2, { responded_at: at('09:04'), rep_id: 'bob' });
    expect(rows('ticket', bare, early)).toEqual([
      { at: '09:00', channel: 'email', opened: 1 },
      {
        at: '09:00',
        channel: 'email',
        rep: 'bob',
        responded: 1,
        response_hist: { 0: 1 },
        response_s: { 0: 1 },
      },
    ]);
  });

  it('that an agent opened is not answered by the opening message', () => {
    const byAgent = said('ticket.opened', 1, { opened_by: 'agent', opened_at: at('09:05:00.700') });
    const message = said('ticket.responded', 2, { responded_at: at('09:05:00.900') });
    const before = said('ticket.responded', 3, { responded_at: at('09:04') });
    const next = said('ticket.responded', 4, { responded_at: at('09:05:01') });
    expect(rows('ticket', byAgent, message, before)).toEqual(rows('ticket', byAgent));
    expect(rows('ticket', byAgent, message, before, next)).toEqual(rows('ticket', byAgent, next));
    expect(rows('ticket', byAgent, next)).toMatchObject([{ responded: 1, response_ms: 300 }]);
  });

  it('has its first response by time, not by the order it was told in, and belongs to who gave it', () => {
    const events = [
      said('ticket.responded', 2, { responded_at: at('09:40'), rep_id: 'bob' }),
      said('ticket.responded', 3, { responded_at: at('09:10'), rep_id: 'cid' }),
    ];
    expect(rows('ticket', opened, ...events)).toMatchObject([
      { at: '09:00', rep: 'ann', opened: 1, waiting_began: 1, waiting_ended: 1 },
      { at: '09:00', rep: 'cid', responded: 1, response_ms: 300_000 },
    ]);
  });

  it('of two responses in one instant has the lower one first', () => {
    const events = [
      said('ticket.responded', 3, { rep_id: 'bob' }),
      said('ticket.responded', 2, { rep_id: 'cid' }),
    ];
    expect(rows('ticket', opened, ...events)).toMatchObject([
      { rep: 'ann', opened: 1 },
      { rep: 'cid', responded: 1 },
      { rep: 'ann', waiting_ended: 1 },
    ]);
  });

  it('resolved without a response waits no longer and is no unanswered one', () => {
    expect(rows('ticket', bare, said('ticket.resolved', 2))).toEqual([
      { at: '09:00', channel: 'email', opened: 1, waiting_began: 1 },
      {
        at: '10:15',
        channel: 'email',
        waiting_ended: 1,
        resolved: 1,
        resolution_count: 1,
        resolution_ms: 4_500_000,
        resolution_hist: { 4456448: 1 },
      },
    ]);
  });

  it('answered only after it was resolved ended to wait when it was resolved', () => {
    const events = [
      said('ticket.resolved', 2, { resolved_at: at('09:50') }),
      said('ticket.responded', 3, { responded_at: at('10:50') }),
    ];
    expect(rows('ticket', bare, ...events)).toMatchObject([
      { at: '09:00', responded: 1 },
      { at: '09:45', waiting_ended: 1, resolved: 1, one_touch: 1 },
    ]);
  });

  it('is one-touch with exactly one response, said however often', () => {
    const response = said('ticket.responded', 2);
    const resolved = said('ticket.resolved', 3);
    const isOneTouch = (...events: Parameters<typeof rows>[1][]) =>
      rows('ticket', bare, resolved, ...events).some((row) => row.one_touch === 1);
    expect(isOneTouch(response)).toBe(true);
    expect(isOneTouch(response, response)).toBe(true);
    const next = said('ticket.responded', 4, { responded_at: at('09:21') });
    expect(isOneTouch(response, next)).toBe(false);
    expect(isOneTouch(response, said('ticket.responded', 4, { author: 'bot' }))).toBe(true);
    expect(isOneTouch()).toBe(false);
  });

  it('reopened is not resolved, waits from then on if nobody answered, and did not wait in between', () => {
    const REOPENED_S = OPENED_S + 6_900;
    expect(rows('ticket', bare, said('ticket.resolved', 2), said('ticket.reopened', 3))).toEqual([
      { at: '09:00', channel: 'email', opened: 1, unanswered: { [OPENED_S]: 1 }, waiting_began: 1 },
      { at: '10:15', channel: 'email', waiting_ended: 1 },
      { at: '11:00', channel: 'email', waiting_since: { [REOPENED_S]: 1 }, waiting_began: 1, reopened: 1 },
    ]);
  });

  it('reopened after it was answered waits no more', () => {
    const events = [said('ticket.responded', 2), said('ticket.resolved', 3), said('ticket.reopened', 4)];
    expect(rows('ticket', bare, ...events).at(-1)).toEqual({ at: '11:00', channel: 'email', reopened: 1 });
  });

  it('told to be reopened before it was resolved waits again from when it was resolved', () => {
    const reopened = said('ticket.reopened', 3, { reopened_at: at('09:30') });
    expect(rows('ticket', bare, said('ticket.resolved', 2), reopened)).toEqual([
      { at: '09:00', channel: 'email', opened: 1, unanswered: { [OPENED_S]: 1 }, waiting_began: 1 },
      { at: '09:30', channel: 'email', reopened: 1 },
      {
        at: '10:15',
        channel: 'email',
        waiting_since: { [OPENED_S + 4_500]: 1 },
        waiting_began: 1,
        waiting_ended: 1,
      },
    ]);
  });

  it('resolved again while resolved keeps its first resolution, and who resolved it', () => {
    const events = [
      said('ticket.resolved', 2, { rep_id: 'bob' }),
      said('ticket.resolved', 3, { resolved_at: at('13:00'), rep_id: 'robot' }),
    ];
    expect(rows('ticket', opened, ...events)).toEqual(rows('ticket', opened, events[0]!));
    expect(rows('ticket', opened, ...events)).toMatchObject([
      {},
      { at: '10:15', rep: 'ann', waiting_ended: 1 },
      { at: '10:15', rep: 'bob', resolved: 1, resolution_ms: 4_500_000 },
    ]);
  });

  it('resolved again after a reopening is resolved at the last resolution', () => {
    const events = [
      said('ticket.resolved', 2),
      said('ticket.reopened', 3),
      said('ticket.resolved', 4, { resolved_at: at('12:00') }),
    ];
    expect(rows('ticket', bare, ...events)).toMatchObject([
      { at: '09:00', waiting_began: 1 },
      { at: '10:15', waiting_ended: 1 },
      { at: '11:00', reopened: 1, waiting_began: 1 },
      { at: '12:00', resolved: 1, resolution_ms: 10_500_000, waiting_ended: 1 },
    ]);
  });

  it('reopened again while open was reopened once, and again after it was resolved twice', () => {
    const twice = [said('ticket.reopened', 2), said('ticket.reopened', 3, { reopened_at: at('12:00') })];
    const again = [
      said('ticket.resolved', 4, { resolved_at: at('12:05') }),
      said('ticket.reopened', 5, { reopened_at: at('12:10') }),
    ];
    const reopened = (...events: Parameters<typeof rows>[1][]) =>
      rows('ticket', bare, ...events).flatMap((row) => ('reopened' in row ? [[row.at, row.reopened]] : []));
    expect(reopened(...twice)).toEqual([['11:00', 1]]);
    expect(reopened(...twice, ...again)).toEqual([
      ['11:00', 1],
      ['12:00', 1],
    ]);
  });

  it('resolved up to a day before it was opened was resolved at once, earlier in an unknown time', () => {
    const resolvedOn = (day: string) =>
      rows('ticket', bare, said('ticket.resolved', 2, { resolved_at: Date.parse(day) }));
    const opening = { at: '09:00', channel: 'email', opened: 1 };
    const row = { channel: 'email', resolved: 1 };
    expect(resolvedOn('2026-03-02T00:00Z')).toEqual([
      { at: '00:00', ...row, resolution_count: 1, resolution_hist: { 0: 1 } },
      opening,
    ]);
    expect(resolvedOn('2026-03-01T09:00Z')).toEqual([opening, { at: '2026-03-01 09:00', ...row }]);
  });

  it('resolved in an instant before its highest reopening by order stays reopened', () => {
    const events = [said('ticket.reopened', 3), said('ticket.resolved', 2, { resolved_at: at('12:00') })];
    expect(rows('ticket', bare, ...events).some((row) => 'resolved' in row)).toBe(false);
  });

  it('that was never opened is in no cell', () => {
    const events = [said('ticket.responded', 2), said('ticket.resolved', 3), said('ticket.reopened', 4)];
    expect(rows('ticket', ...events, said('ticket.amended', 5, { channel: 'chat' }))).toEqual([]);
  });

  it('moves with an amended opening, and its response times with it', () => {
    const events = [
      said('ticket.responded', 2),
      said('ticket.amended', 3, { opened_at: at('09:16'), channel: 'chat', rep_id: 'bob' }),
    ];
    expect(rows('ticket', opened, ...events)).toMatchObject([
      { at: '09:15', channel: 'chat', priority: 'high', rep: 'bob', response_ms: 240_000, waiting_ended: 1 },
    ]);
  });

  it('leaves when removed and comes back when opened again later', () => {
    const removed = said('ticket.removed', 5);
    expect(rows('ticket', bare, said('ticket.resolved', 6), removed)).toEqual([]);
    expect(rows('ticket', removed, said('ticket.opened', 7))).toEqual(rows('ticket', bare));
  });

  it('takes the end of waiting to the office of its beginning, all else to that of its own time', () => {
    const events = [
      said('rep.updated', 1),
      said('rep.updated', 2, { effective_from: at('09:15'), office_id: 'berlin' }),
      said('ticket.responded', 2),
      said('ticket.resolved', 3),
      said('ticket.reopened', 2),
    ];
    expect(rows('ticket', opened, ...events)).toMatchObject([
      { at: '09:00', office: 'berlin', responded: 1 },
      { at: '09:00', office: 'munich', opened: 1, waiting_began: 1 },
      { at: '09:15', office: 'munich', waiting_ended: 1 },
      { at: '10:15', office: 'berlin', resolved: 1 },
      { at: '11:00', office: 'berlin', reopened: 1 },
    ]);
  });

  describe('handed over', () => {
    const handed = (version: number, rep_id: string, time: string) =>
      said('ticket.amended', version, { rep_id, occurred_at: at(time) });
    const resolved = said('ticket.resolved', 9);
    const creditOf = (measure: string, ...events: Parameters<typeof rows>[1][]) =>
      rows('ticket', ...events).flatMap((row) => (row[measure] ? [row.rep] : []));
    const opening = said('ticket.opened', 1, { rep_id: 'ann', occurred_at: at('09:05') });

    it('is resolved by whom it was assigned to then, or by whom the resolution names', () => {
      const events = [opening, handed(2, 'bob', '10:00'), handed(3, 'cid', '11:00'), resolved];
      expect(creditOf('resolved', ...events)).toEqual(['bob']);
      expect(creditOf('opened', ...events)).toEqual(['ann']);
      const named = said('ticket.resolved', 8, { rep_id: 'dan' });
      expect(creditOf('resolved', ...events, named)).toEqual(['dan']);
    });

    it('dated back restates exactly what it covers', () => {
      const back = said('ticket.amended', 4, {
        rep_id: 'cid',
        occurred_at: at('12:00'),
        effective_at: at('10:10'),
      });
      const events = [opening, handed(2, 'bob', '10:00'), back, resolved];
      expect(creditOf('resolved', ...events)).toEqual(['cid']);
      expect(creditOf('resolved', ...events, handed(3, 'eva', '10:20'))).toEqual(['eva']);
      expect(creditOf('opened', ...events)).toEqual(['ann']);
    });

    it('for the first time after it was opened belonged to that rep from the beginning', () => {
      expect(creditOf('opened', bare, handed(2, 'bob', '10:00'), handed(3, 'cid', '11:00'))).toEqual(['bob']);
    });

    it('waits with each owner in turn, since it was opened', () => {
      const waiting = rows('ticket', opening, handed(2, 'bob', '10:00'));
      expect(waiting).toMatchObject([
        { at: '09:00', rep: 'ann', waiting_began: 1 },
        { at: '10:00', rep: 'ann', waiting_ended: 1 },
        { at: '10:00', rep: 'bob', waiting_began: 1, waiting_since: { [OPENED_S]: 1 } },
      ]);
      expect(waiting[0]).not.toHaveProperty('waiting_since');
    });

    it('to nobody, by a cleared rep, is resolved by nobody; a cleared channel is none', () => {
      const cleared = said('ticket.amended', 2, {
        cleared: ['rep_id', 'channel', 'priority'],
        occurred_at: at('10:00'),
      });
      const events = [opened, cleared, resolved];
      expect(rows('ticket', ...events).at(-1)).toMatchObject({ at: '10:15', resolved: 1 });
      expect(rows('ticket', ...events).at(-1)).not.toHaveProperty('rep');
      expect(rows('ticket', ...events).at(-1)).not.toHaveProperty('channel');
      const back = said('ticket.amended', 3, { channel: 'chat' });
      expect(rows('ticket', ...events, back).at(-1)).toMatchObject({ channel: 'chat' });
    });
  });

  describe('whose reply', () => {
    const counted = (...events: Parameters<typeof rows>[1][]) => {
      const all = rows('ticket', bare, said('ticket.resolved', 9), ...events);
      const answered = all.find((row) => 'responded' in row);
      return [answered?.response_ms, answered?.rep, all.some((row) => 'one_touch' in row)];
    };
    const reply = (version: number, payload: object = {}) =>
      said('ticket.responded', version, { response_id: '71', rep_id: 'ann', ...payload });

    it('is told again under its id at the vendor is as it was told last', () => {
      expect(counted(reply(2), reply(3, { source: 'export', responded_at: at('09:30') }))).toEqual([
        1_500_000,
        'ann',
        true,
      ]);
      expect(counted(reply(2), reply(3, { visibility: 'internal' }))).toEqual([undefined, undefined, false]);
      expect(counted(reply(3), reply(2, { visibility: 'internal' }))).toEqual([900_000, 'ann', true]);
      expect(counted(reply(2), reply(3, { rep_id: null }))).toEqual([900_000, 'ann', true]);
    });

    it('is told again by one source under one event id is as it was told last', () => {
      const event = { response_id: null, event_id: 'comment-71' };
      const later = { ...event, responded_at: at('09:30') };
      expect(counted(reply(2, event), reply(3, later))).toEqual([1_500_000, 'ann', true]);
      expect(counted(reply(2, event), reply(3, { ...later, source: 'mail' }))).toEqual([
        900_000,
        'ann',
        false,
      ]);
    });

    it('is taken back never was, until it is told again', () => {
      const removed = said('ticket.response_removed', 3, { response_id: '71' });
      expect(counted(reply(2), removed)).toEqual([undefined, undefined, false]);
      expect(counted(reply(2), removed, reply(4))).toEqual([900_000, 'ann', true]);
      expect(counted(reply(2, { response_id: '72' }), removed)).toEqual([900_000, 'ann', true]);
    });

    it('is told by several sources in one second is one, unless the vendor calls them two', () => {
      const hook = reply(2, { response_id: null, rep_id: null, responded_at: at('09:20:00.350') });
      const exported = reply(3, { response_id: null, source: 'export' });
      expect(counted(hook, exported)).toEqual([900_000, 'ann', true]);
      expect(counted(hook, reply(3))).toEqual([900_000, 'ann', true]);
      expect(counted(hook, reply(3, { responded_at: at('09:20:01') }))).toEqual([900_350, undefined, false]);
      expect(counted(reply(2), reply(3, { response_id: '72' }))).toEqual([900_000, 'ann', false]);
    });
  });

  it('merged into another counts nowhere, and pauses change nothing yet', () => {
    const removed = said('ticket.removed', 5, { merged_into: 'T-2' });
    expect(rows('ticket', bare, said('ticket.responded', 2), removed)).toEqual([]);
    const pauses = [said('ticket.paused', 2), said('ticket.resumed', 3)];
    expect(rows('ticket', bare, ...pauses)).toEqual(rows('ticket', bare));
  });
});
