import { encode } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { givenVersion } from '@tallyboard/contracts/source-version';
import { check } from '@tallyboard/contracts/validate';
import { describe, expect, it } from 'vitest';
import { type Company, createCompany } from './company.js';
import { happenings } from './history.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './local-day.js';
import { RUSH_SPAN_MS, rush } from './rush.js';
import { rushRate } from './tell-company.js';

const company = createCompany(5);
const SATURDAY = Date.UTC(2024, 5, 1);

describe('a company and its rush', () => {
  it('is the same byte for byte whenever it is asked', () => {
    const once = live(company, 5, SATURDAY, SATURDAY + 10 * MINUTE_MS);
    expect(once.length).toBeGreaterThan(500);
    expect(live(createCompany(5), 5, SATURDAY, SATURDAY + 10 * MINUTE_MS)).toEqual(once);
  });

  it('keeps to the chosen rate', () => {
    for (const rate of [1, 8]) {
      const from = SATURDAY + DAY_MS;
      const settled = from + 2 * HOUR_MS;
      const events = live(company, rate, from, settled + 3 * HOUR_MS);
      const counted = events.filter(({ occurred_at }) => occurred_at >= settled).length;
      expect(counted / (3 * 3600)).toBeGreaterThan(0.95 * rate);
      expect(counted / (3 * 3600)).toBeLessThan(1.05 * rate);
    }
  });

  it('shows life in every minute, at night and on days of rest', () => {
    const minutes = new Set<number>();
    for (const { occurred_at } of live(company, 1, SATURDAY, SATURDAY + DAY_MS))
      minutes.add(Math.floor(occurred_at / MINUTE_MS));
    expect(minutes.size).toBe(DAY_MS / MINUTE_MS);
  });

  it('fits the contracts', () => {
    for (const event of live(company, 20, SATURDAY, SATURDAY + HOUR_MS)) {
      const source_version = givenVersion(event.source_version, event.occurred_at);
      expect(check(event.type, { ...event })).toEqual({ ok: true, event: { ...event, source_version } });
      encode(event);
    }
  });

  it('keeps its stories when the rate grows', () => {
    const slow = live(company, 2, SATURDAY, SATURDAY + 10 * MINUTE_MS);
    const fast = new Map(
      live(company, 50, SATURDAY, SATURDAY + 10 * MINUTE_MS).map((event) => [event.event_id, event]),
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

  it('is in time order', () => {
    const events = until(rush(company, { ...all, fromMs: SATURDAY }), SATURDAY + HOUR_MS);
    const times = events.map(({ occurred_at }) => occurred_at);
    expect(times.length).toBeGreaterThan(1_000);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
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

/** What happens in a range of time, with a rush so that there are `rate` events a second. */
function live(company: Company, rate: number, fromMs: number, toMs: number): CrmEvent[] {
  const endless = Number.POSITIVE_INFINITY;
  const stories = { storiesFromMs: fromMs, storiesToMs: endless };
  const hurry = rush(company, { rate: rushRate(company, rate), fromMs, toMs: endless, ...stories });
  return [...happenings(company, fromMs, toMs), ...until(hurry, toMs)].sort(
    (a, b) => a.occurred_at - b.occurred_at,
  );
}

function until(events: Iterable<CrmEvent>, endMs: number): CrmEvent[] {
  const seen: CrmEvent[] = [];
  for (const event of events) {
    if (event.occurred_at >= endMs) break;
    seen.push(event);
  }
  return seen;
}
