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

  it('is not answered by bots, internal notes or what was said before it was opened', () => {
    const events = [
      said('ticket.responded', 2, { author: 'bot' }),
      said('ticket.responded', 3, { visibility: 'internal' }),
      said('ticket.responded', 4, { responded_at: at('09:04') }),
    ];
    expect(rows('ticket', bare, ...events)).toEqual(rows('ticket', bare));
  });

  it('has its first response by time, not by the order it was told in, and belongs to who gave it', () => {
    const events = [
      said('ticket.responded', 2, { responded_at: at('09:40'), rep_id: 'bob' }),
      said('ticket.responded', 3, { responded_at: at('09:10'), rep_id: 'cid' }),
    ];
    expect(rows('ticket', opened, ...events)).toMatchObject([
      { at: '09:00', rep: 'cid', response_ms: 300_000, waiting_ended: 1 },
    ]);
  });

  it('of two responses in one instant has the lower one first', () => {
    const events = [
      said('ticket.responded', 3, { rep_id: 'bob' }),
      said('ticket.responded', 2, { rep_id: 'cid' }),
    ];
    expect(rows('ticket', opened, ...events)).toMatchObject([{ rep: 'cid' }, { rep: 'cid' }]);
  });

  it('resolved without a response no longer waits but stays unanswered', () => {
    const row = { at: '09:00', channel: 'email', opened: 1, unanswered: { [OPENED_S]: 1 } };
    expect(rows('ticket', bare, said('ticket.resolved', 2))).toEqual([
      row,
      {
        at: '10:15',
        channel: 'email',
        waiting_ended: 1,
        resolved: 1,
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
    expect(isOneTouch(response, said('ticket.responded', 4))).toBe(false);
    expect(isOneTouch(response, said('ticket.responded', 4, { author: 'bot' }))).toBe(true);
    expect(isOneTouch()).toBe(false);
  });

  it('reopened is not resolved, waits again if nobody answered, and counts where it was reopened', () => {
    expect(rows('ticket', bare, said('ticket.resolved', 2), said('ticket.reopened', 3))).toEqual([
      ...rows('ticket', bare),
      { at: '11:00', channel: 'email', reopened: 1 },
    ]);
  });

  it('resolved again after a reopening is resolved at the last resolution', () => {
    const events = [
      said('ticket.resolved', 2),
      said('ticket.reopened', 3),
      said('ticket.resolved', 4, { resolved_at: at('12:00') }),
    ];
    expect(rows('ticket', bare, ...events)).toMatchObject([
      { at: '09:00', unanswered: {} },
      { at: '11:00', reopened: 1 },
      { at: '12:00', resolved: 1, resolution_ms: 10_500_000, waiting_ended: 1 },
    ]);
  });

  it('counts two reopenings, and one told twice only once', () => {
    const events = [
      said('ticket.reopened', 2),
      said('ticket.reopened', 3),
      said('ticket.reopened', 4, { reopened_at: at('11:00:00.001') }),
    ];
    expect(rows('ticket', bare, ...events).at(-1)).toEqual({ at: '11:00', channel: 'email', reopened: 2 });
  });

  it('resolved before it was opened is not resolved', () => {
    const early = said('ticket.resolved', 2, { resolved_at: at('09:04') });
    expect(rows('ticket', bare, early)).toEqual(rows('ticket', bare));
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

  it('takes the end of waiting to the office of the opening, the resolution to that of its own time', () => {
    const events = [
      said('rep.updated', 1),
      said('rep.updated', 2, { effective_from: at('09:15'), office_id: 'berlin' }),
      said('ticket.responded', 2),
      said('ticket.resolved', 3),
      said('ticket.reopened', 2),
    ];
    expect(rows('ticket', opened, ...events)).toMatchObject([
      { at: '09:00', office: 'munich', responded: 1 },
      { at: '09:15', office: 'munich', waiting_ended: 1 },
      { at: '10:15', office: 'berlin', resolved: 1 },
      { at: '11:00', office: 'berlin', reopened: 1 },
    ]);
  });
});
