import type { CrmEvent } from '@tallyboard/contracts/events';
import { describe, expect, it } from 'vitest';
import { createCompany, LIVELY } from './company.js';
import { happenings } from './history.js';
import { DAY_MS, HOUR_MS } from './local-day.js';

/** Of two weeks without an outage. */
const MONDAY = Date.UTC(2025, 5, 16);
const usual = createCompany(4);
const lively = createCompany(4, { size: LIVELY });
const weekOf = (company: typeof usual, fromMs: number) => [
  ...happenings(company, fromMs, fromMs + 7 * DAY_MS),
];
const week = weekOf(usual, MONDAY);
const livelyWeek = weekOf(lively, MONDAY);

describe('a lively company', () => {
  it('is another one, four times as large', () => {
    expect(lively.reps).toHaveLength(240);
    expect(new Set(lively.reps.map(({ id }) => id)).size).toBe(240);
    expect(new Set(lively.reps.map(({ name }) => name)).size).toBe(240);
    const ids = new Set(week.map(({ event_id }) => event_id));
    expect(livelyWeek.filter(({ event_id }) => ids.has(event_id))).toEqual([]);
  });

  it.each(['call.logged', 'ticket.opened', 'deal.opened', 'survey.sent', 'account.created'] as const)(
    'has four times as many events of type %s',
    (type) => {
      const count = (events: CrmEvent[]) => events.filter((event) => event.type === type).length;
      expect(count(livelyWeek) / count(week)).toBeGreaterThan(3.3);
      expect(count(livelyWeek) / count(week)).toBeLessThan(4.8);
    },
  );

  it('keeps the hours of its offices: at night between two days of rest hardly anything happens', () => {
    const inHourFrom = (fromMs: number) =>
      livelyWeek.filter(({ occurred_at }) => occurred_at >= fromMs && occurred_at < fromMs + 4 * HOUR_MS);
    const saturdayNight = inHourFrom(MONDAY + 5 * DAY_MS + 16 * HOUR_MS).length;
    expect(saturdayNight).toBeLessThan(0.05 * inHourFrom(MONDAY + DAY_MS + 16 * HOUR_MS).length);
  });
});

describe.each([
  ['usual', usual, week],
  ['lively', lively, livelyWeek],
])('the %s company', (_name, company, before) => {
  it('is as busy in each part of a week as in the same of the next one', () => {
    const parts = (events: CrmEvent[], fromMs: number): number[] => {
      const counts = Array<number>(28).fill(0);
      for (const { occurred_at } of events) counts[Math.floor((occurred_at - fromMs) / (6 * HOUR_MS))]! += 1;
      return counts;
    };
    const first = parts(before, MONDAY);
    const second = parts(weekOf(company, MONDAY + 7 * DAY_MS), MONDAY + 7 * DAY_MS);
    for (const [part, count] of first.entries())
      expect(Math.abs(second[part]! - count), `part ${part}`).toBeLessThan(
        5 + 5 * Math.sqrt(second[part]! + count),
      );
  });
});
