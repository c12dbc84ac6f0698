import type { CrmEvent } from '@tallyboard/contracts/events';
import { describe, expect, it } from 'vitest';
import { createCompany } from './company.js';
import { HOUR_MS, MINUTE_MS } from './local-day.js';
import { GOOD } from './misbehave.js';
import { openRush } from './tell-company.js';

const company = createCompany(5);
/** When every office sleeps or rests. */
const SUNDAY_NIGHT = Date.UTC(2024, 5, 2, 3);
const ALL = Number.POSITIVE_INFINITY;

const count = (events: CrmEvent[], type: CrmEvent['type']): number =>
  events.filter((event) => event.type === type).length;

describe('a rush that is opened', () => {
  it('has been going on for half an hour, so that a wallboard shows every figure at once, even on a Sunday night', () => {
    const events = openRush(company, 5, null, SUNDAY_NIGHT, GOOD).take(SUNDAY_NIGHT, ALL);
    expect(Math.min(...events.map((event) => event.occurred_at))).toBeGreaterThanOrEqual(
      SUNDAY_NIGHT - 30 * MINUTE_MS,
    );
    expect(count(events, 'call.logged')).toBeGreaterThan(1_000);
    for (const type of ['deal.closed', 'ticket.responded', 'ticket.resolved', 'survey.answered'] as const)
      expect(count(events, type), type).toBeGreaterThan(5);
  });

  it('has a shorter head start at a high rate', () => {
    const events = openRush(company, 1_000, null, SUNDAY_NIGHT, GOOD).take(SUNDAY_NIGHT, ALL);
    expect(events.length).toBeGreaterThan(3_000);
    expect(events.length).toBeLessThan(25_000);
  });

  it('goes on where it stopped', () => {
    const whole = openRush(company, 5, null, SUNDAY_NIGHT, GOOD);
    const stopped = openRush(company, 5, null, SUNDAY_NIGHT, GOOD);
    whole.take(SUNDAY_NIGHT, ALL);
    stopped.take(SUNDAY_NIGHT, ALL);
    const later = SUNDAY_NIGHT + 5 * MINUTE_MS;
    const resumed = openRush(company, 5, stopped.progress(), later, GOOD);
    expect(resumed.take(later, ALL)).toEqual(whole.take(later, ALL));
  });

  it('ends what had begun before a long pause, and does not make up for the pause', () => {
    const before = openRush(company, 5, null, SUNDAY_NIGHT, GOOD);
    before.take(SUNDAY_NIGHT, ALL);
    const later = SUNDAY_NIGHT + 9 * HOUR_MS;
    const resumed = openRush(company, 5, before.progress(), later, GOOD).take(later, ALL);
    const begins = resumed.map(beganAt);
    expect(begins.filter((ms) => ms < SUNDAY_NIGHT).length).toBeGreaterThan(50);
    expect(begins.filter((ms) => ms >= later - 30 * MINUTE_MS).length).toBeGreaterThan(5_000);
    expect(begins.filter((ms) => ms > SUNDAY_NIGHT + 5_000 && ms < later - 30 * MINUTE_MS)).toEqual([]);
  });
});

/** When the story of an event began: its ids carry the tenth of a second. */
const beganAt = (event: CrmEvent): number =>
  100 * Number.parseInt(/-([0-9a-z]{7,8})-\d+/.exec(event.event_id)?.[1] ?? '', 36);
