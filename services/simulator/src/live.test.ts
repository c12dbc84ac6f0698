import { encode } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { check } from '@tallyboard/contracts/validate';
import { describe, expect, it } from 'vitest';
import { createCompany } from './company.js';
import { happenings } from './history.js';
import { live } from './live.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './local-day.js';
import { RUSH_SPAN_MS, rush } from './rush.js';

const company = createCompany(5);
const SATURDAY = Date.UTC(2024, 5, 1);

describe('live', () => {
  it('goes on with what the history would have told next', () => {
    const from = Date.UTC(2024, 5, 5, 9, 17);
    const told = new Set(until(live(company, 2, from), from + HOUR_MS).map((event) => JSON.stringify(event)));
    const own = [...happenings(company, from, from + HOUR_MS)];
    expect(own.length).toBeGreaterThan(50);
    expect(own.filter((event) => !told.has(JSON.stringify(event)))).toEqual([]);
  });

  it('is the same byte for byte whenever it is asked', () => {
    const once = until(live(company, 5, SATURDAY), SATURDAY + 10 * MINUTE_MS);
    expect(once.length).toBeGreaterThan(500);
    expect(until(live(createCompany(5), 5, SATURDAY), SATURDAY + 10 * MINUTE_MS)).toEqual(once);
  });

  it('keeps to the chosen rate', () => {
    for (const rate of [1, 8]) {
      const from = SATURDAY + DAY_MS;
      const settled = from + 2 * HOUR_MS;
      const events = until(live(company, rate, from), settled + 3 * HOUR_MS);
      const counted = events.filter(({ occurred_at }) => occurred_at >= settled).length;
      expect(counted / (3 * 3600)).toBeGreaterThan(0.95 * rate);
      expect(counted / (3 * 3600)).toBeLessThan(1.05 * rate);
    }
  });

  it('shows life in every minute, at night and on days of rest', () => {
    const minutes = new Set<number>();
    for (const { occurred_at } of until(live(company, 1, SATURDAY), SATURDAY + DAY_MS))
      minutes.add(Math.floor(occurred_at / MINUTE_MS));
    expect(minutes.size).toBe(DAY_MS / MINUTE_MS);
  });

  it('is in time order and fits the contracts', () => {
    const events = until(live(company, 20, SATURDAY), SATURDAY + HOUR_MS);
    const times = events.map(({ occurred_at }) => occurred_at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const event of events) {
      expect(check(event.type, { ...event })).toEqual({ ok: true, event });
      encode(event);
    }
  });

  it('keeps its stories when the rate grows', () => {
    const slow = until(live(company, 2, SATURDAY), SATURDAY + 10 * MINUTE_MS);
    const fast = new Map(
      until(live(company, 50, SATURDAY), SATURDAY + 10 * MINUTE_MS).map((event) => [event.event_id, event]),
    );
    for (const event of slow) expect(fast.get(event.event_id)).toEqual(event);
  });
});

describe('the rush', () => {
  const all = {
    rate: 10,
    toMs: Number.POSITIVE_INFINITY,
    storiesFromMs: SATURDAY,
    storiesToMs: Number.POSITIVE_INFINITY,
  };

  it('goes on from any instant as if it had never stopped', () => {
    const cut = SATURDAY + 50 * MINUTE_MS;
    const end = SATURDAY + 70 * MINUTE_MS;
    const whole = until(rush(company, { ...all, fromMs: SATURDAY }), end);
    const rest = until(rush(company, { ...all, fromMs: cut }), end);
    expect(rest).toEqual(whole.filter(({ occurred_at }) => occurred_at >= cut));
  });

  it('ends the stories that have begun when no more may begin', () => {
    const stop = SATURDAY + HOUR_MS;
    const events = [...rush(company, { ...all, fromMs: SATURDAY, storiesToMs: stop })];
    const last = events.at(-1)!.occurred_at;
    expect(last).toBeGreaterThan(stop);
    expect(last).toBeLessThan(stop + RUSH_SPAN_MS);
    const opened = events.filter(({ type }) => type === 'ticket.opened' || type === 'deal.opened');
    expect(Math.max(...opened.map(({ occurred_at }) => occurred_at))).toBeLessThanOrEqual(stop);
  });
});

function until(events: Iterable<CrmEvent>, endMs: number): CrmEvent[] {
  const seen: CrmEvent[] = [];
  for (const event of events) {
    if (event.occurred_at >= endMs) break;
    seen.push(event);
  }
  return seen;
}
