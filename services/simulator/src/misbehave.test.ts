import { decode, encode } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { describe, expect, it } from 'vitest';
import { createCompany } from './company.js';
import { history } from './history.js';
import { DAY_MS } from './local-day.js';
import { createBadChannel, type Misbehaviour, misbehave, USUAL } from './misbehave.js';

const FROM = Date.UTC(2024, 0, 8);
const events = [...history(createCompany(2), FROM, FROM + 6 * DAY_MS)];
const good = new Set(events.map(({ event_id }) => event_id));
const added = (stream: CrmEvent[], suffix: string) =>
  stream.filter(({ event_id }) => event_id.endsWith(suffix));
const badly = (rates: Partial<Misbehaviour>) => [...misbehave(events, rates, 1)];
const near = (share: number) => ({ least: 0.85 * share, most: 1.15 * share });

describe('misbehave', () => {
  it('changes nothing without rates', () => {
    expect(badly({})).toEqual(events);
  });

  it('does the same for the same seed, another thing for another', () => {
    expect(badly(USUAL)).toEqual(badly(USUAL));
    expect([...misbehave(events, USUAL, 2)]).not.toEqual(badly(USUAL));
  });

  it('loses nothing, and all it says fits the contracts', () => {
    const stream = badly({ duplicates: 0.3, late: 0.3, outOfOrder: 0.3, corrections: 0.5, deletions: 0.5 });
    const ids = new Set(stream.map(({ event_id }) => event_id));
    expect([...good].filter((id) => !ids.has(id))).toEqual([]);
    for (const event of stream) {
      expect(decode(encode(event))).toMatchObject({ ok: true, event });
    }
  });

  it('sends the asked share twice, unchanged', () => {
    const stream = badly({ duplicates: 0.1 });
    const { least, most } = near(0.1 * events.length);
    expect(stream.length - events.length).toBeGreaterThan(least);
    expect(stream.length - events.length).toBeLessThan(most);
    expect(new Set(stream.map((event) => JSON.stringify(event))).size).toBe(events.length);
  });

  it('sends the asked share late, by up to two days', () => {
    const delays = delaysOf(badly({ late: 0.1 }));
    const { least, most } = near(0.1 * events.length);
    expect(delays.length).toBeGreaterThan(least);
    expect(delays.length).toBeLessThan(most);
    expect(Math.max(...delays)).toBeGreaterThan(0.8 * DAY_MS);
    expect(Math.max(...delays)).toBeLessThan(2 * DAY_MS);
  });

  it('lets the asked share be overtaken by events of the next minutes', () => {
    const delays = delaysOf(badly({ outOfOrder: 0.2 }));
    // Some wait while nobody passes.
    expect(delays.length).toBeGreaterThan(0.1 * events.length);
    expect(delays.length).toBeLessThan(0.21 * events.length);
    expect(Math.max(...delays)).toBeLessThan(5 * 60_000);
  });

  it('corrects the asked share of what can be corrected, and takes back the asked share of what can be', () => {
    const began = events.filter(({ type }) => ['call.logged', 'deal.opened', 'ticket.opened'].includes(type));
    const corrected = added(badly({ corrections: 0.1 }), '~amended');
    expect(corrected.length).toBeGreaterThan(near(0.1 * began.length).least);
    expect(new Set(corrected.map(({ type }) => type)).size).toBeGreaterThanOrEqual(4);
    const stream = badly({ deletions: 0.1 });
    const removed = added(stream, '~removed');
    expect(removed.length).toBeGreaterThan(near(0.1 * began.length).least);
    expect(removed.length).toBeLessThan(near(0.1 * began.length).most);
    expect(added(stream, '~restored').length).toBeGreaterThan(0.1 * removed.length);
  });

  it('passes every event, correction and deletion again when the stream is sent again from the oldest under way', () => {
    const rates = { duplicates: 0.1, late: 0.2, outOfOrder: 0.2, corrections: 0.2, deletions: 0.2 };
    const stopAt = Math.floor(events.length * 0.8);
    const first = createBadChannel(rates, 1);
    const before = events.slice(0, stopAt).flatMap((event) => first.pass(event));
    const resumeMs = Math.min(first.oldestUnderWayMs(), events[stopAt]!.occurred_at);
    const rest = events.filter(({ occurred_at }) => occurred_at >= resumeMs);
    const arrived = new Set([...before, ...misbehave(rest, rates, 1)].map((event) => JSON.stringify(event)));
    expect(arrived).toEqual(new Set(badly(rates).map((event) => JSON.stringify(event))));
  });
});

/** By how much the events that come after a later one are behind it, ms. */
function delaysOf(stream: CrmEvent[]): number[] {
  const delays: number[] = [];
  let latest = 0;
  for (const { occurred_at } of stream) {
    if (occurred_at < latest) delays.push(latest - occurred_at);
    latest = Math.max(latest, occurred_at);
  }
  return delays;
}
