import { describe, expect, it } from 'vitest';
import { at, rows, said } from '../../test/given.js';

const outbound = { at: '09:00', direction: 'outbound', channel: 'phone' };
const connected = { ...outbound, outcome: 'connected', calls: 1 };

describe('a call', () => {
  it('counts where it started, with its talk time if connected', () => {
    // 60,000 ms lies in [2^15, 2^16), where bins are 512 wide: 117 * 512 = 59,904.
    expect(rows('call', said('call.logged', 1))).toEqual([
      { ...connected, talk_ms: 60_000, talk_hist: { 59904: 1 } },
    ]);
  });

  it('has no talk time when nobody spoke, whatever its duration says', () => {
    expect(rows('call', said('call.logged', 1, { outcome: 'voicemail' }))).toEqual([
      { ...outbound, outcome: 'voicemail', calls: 1 },
    ]);
  });

  it('adds its talk time exactly, also beyond what a number holds', () => {
    const longest = 2 ** 53 - 2;
    const calls = ['a', 'b', 'c'].map((call_id, i) =>
      said('call.logged', i, { call_id, duration_ms: longest - i }),
    );
    expect(rows('call', ...calls)).toMatchObject([{ calls: 3, talk_ms: '27021597764222967' }]);
  });

  it('of zero length still enters the histogram', () => {
    expect(rows('call', said('call.logged', 1, { duration_ms: 0 }))).toEqual([
      { ...connected, talk_hist: { 0: 1 } },
    ]);
  });

  it('takes each attribute from the highest statement that knows it', () => {
    const events = [
      said('call.logged', 1, { rep_id: 'ann' }),
      said('call.amended', 3, { duration_ms: 100 }),
      said('call.amended', 2, { duration_ms: 200, channel: 'video' }),
    ];
    expect(rows('call', ...events)).toEqual([
      { ...connected, channel: 'video', rep: 'ann', talk_ms: 100, talk_hist: { 100: 1 } },
    ]);
  });

  it('of a ring group is one call of who answered, whoever logs last that it was missed', () => {
    const missed = (version: number, rep_id: string) =>
      said('call.logged', version, { rep_id, outcome: 'no_answer', duration_ms: 0 });
    const answered = said('call.logged', 1, { rep_id: 'cy' });
    const [ofCy] = rows('call', answered);
    expect(rows('call', answered, missed(2, 'ann'), missed(3, 'bob'))).toEqual([ofCy]);
    expect(rows('call', missed(2, 'ann'), missed(3, 'bob'))).toMatchObject([
      { rep: 'bob', outcome: 'no_answer' },
    ]);
    // What is logged again of one phone corrects it.
    expect(rows('call', answered, missed(2, 'cy'))).toMatchObject([{ rep: 'cy', outcome: 'no_answer' }]);
  });

  it('is logged anew over an older amendment', () => {
    const events = [said('call.logged', 5, { duration_ms: 7 }), said('call.amended', 4, { duration_ms: 9 })];
    expect(rows('call', ...events)).toMatchObject([{ talk_ms: 7 }]);
  });

  it('is in no cell when it was only amended', () => {
    expect(rows('call', said('call.amended', 1, { duration_ms: 5, outcome: 'connected' }))).toEqual([]);
  });

  it('leaves when removed and comes back when logged again later', () => {
    const [logged, removed] = [said('call.logged', 1), said('call.removed', 2)];
    expect(rows('call', logged, removed)).toEqual([]);
    expect(rows('call', removed, logged, said('call.amended', 3, { channel: 'video' }))).toEqual([]);
    expect(rows('call', said('call.logged', 3), removed, logged)).toMatchObject([{ calls: 1 }]);
  });

  it('is another call when it started at another time, though the id is the same', () => {
    const events = [
      said('call.logged', 1, { outcome: 'busy' }),
      said('call.logged', 1, { outcome: 'busy', started_at: at('09:06') }),
      said('call.removed', 2, { started_at: at('09:07') }),
    ];
    expect(rows('call', ...events)).toEqual([{ ...outbound, outcome: 'busy', calls: 2 }]);
  });

  it('counts once however often it is said', () => {
    const event = said('call.logged', 1);
    expect(rows('call', event, event, { ...event })).toMatchObject([{ calls: 1, talk_ms: 60_000 }]);
  });

  it('of another tenant is not ours', () => {
    const events = [
      said('call.logged', 1, { outcome: 'busy' }),
      said('call.removed', 2, { tenant: 'other' }),
      said('call.logged', 1, { outcome: 'busy', call_id: 'C2', tenant: 'other' }),
    ];
    expect(rows('call', ...events)).toEqual([
      { ...outbound, outcome: 'busy', calls: 1 },
      { ...outbound, tenant: 'other', outcome: 'busy', calls: 1 },
    ]);
  });
});
