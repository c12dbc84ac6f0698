import { describe, expect, it } from 'vitest';
import { createCompany } from '../company.js';
import { happenings } from '../history.js';
import { DAY_MS, localDayOf, MINUTE_MS, minuteOfDay } from '../local-day.js';
import { servedIn } from '../testing/served.js';
import { isWorkingDay } from '../working-hours.js';
import { firstOutage } from './first-outage.js';

const WEDNESDAY = Date.UTC(2026, 10, 25);
/** Vancouver has gone home, Sydney's Monday is far. */
const SATURDAY = Date.UTC(2026, 10, 28, 6);
/** Kathmandu has gone home on its first day of work, with a Sunday's tickets answered. */
const SUNDAY = Date.UTC(2026, 10, 29, 14);
const startedAt = (firstStartMs: number | null) => createCompany(7, { firstStartMs });

describe('the outage of the first start', () => {
  it.each([0, 3, 6, 9, 12, 15, 18, 21])(
    'is where people work, on a working day at %i o’clock UTC',
    (hour) => {
      const start = WEDNESDAY + hour * 60 * MINUTE_MS;
      const { office, fromMs, toMs } = firstOutage(startedAt(start))!;
      expect([fromMs, toMs]).toEqual([start - 110 * MINUTE_MS, start + 25 * MINUTE_MS]);
      expect(isWorkingDay(office, localDayOf(office.zone, start))).toBe(true);
      const minute = minuteOfDay(office.zone, start);
      expect(minute).toBeGreaterThanOrEqual(office.opens);
      expect(minute).toBeLessThan(office.closes);
    },
  );

  it.each([
    ['a Wednesday', WEDNESDAY + 15 * 60 * MINUTE_MS, 10],
    ['a Saturday on which nobody works', SATURDAY, 0],
    ['a Sunday on which nobody works any more', SUNDAY, 0],
  ])(
    'on %s lets nobody be answered who writes during it, and all of them soon after',
    (_day, start, usually) => {
      const company = startedAt(start);
      const { office, fromMs, toMs } = firstOutage(company)!;
      const during = servedIn(company, office, fromMs, toMs);
      expect(during.answers).toBe(0);
      expect(during.opened).toBeGreaterThan(20);
      expect(Math.min(...during.firstAnswersAt)).toBeGreaterThanOrEqual(toMs);
      const soon = during.firstAnswersAt.filter((at) => at < toMs + 90 * MINUTE_MS);
      expect(soon.length).toBeGreaterThan(0.8 * during.opened);
      const otherwise = servedIn(startedAt(null), office, fromMs, toMs);
      expect(otherwise.answers).toBeGreaterThanOrEqual(usually);
      expect(otherwise.opened).toBeLessThan(0.4 * during.opened);
    },
  );

  it('brings the team in to answer those who have waited since it went home, where most wait', () => {
    const company = startedAt(SATURDAY);
    const { office, toMs } = firstOutage(company)!;
    const evening = servedIn(company, office, SATURDAY - 10 * 60 * MINUTE_MS, SATURDAY - 110 * MINUTE_MS);
    const answeredThen = evening.firstAnswersAt.filter((at) => at >= toMs && at < toMs + 120 * MINUTE_MS);
    expect(answeredThen.length).toBeGreaterThan(5);
  });

  it('is not told again, whatever is sent later', () => {
    const company = startedAt(SATURDAY);
    const cut = SATURDAY + 7 * MINUTE_MS;
    const end = SATURDAY + DAY_MS;
    const whole = [...happenings(company, SATURDAY - DAY_MS, end)];
    const resumed = [...happenings(startedAt(SATURDAY), cut, end)];
    expect(resumed).toEqual(whole.filter(({ occurred_at }) => occurred_at >= cut));
  });
});

describe('an event id', () => {
  it('means the same whenever the company is first started, although not the same happens', () => {
    const range = [WEDNESDAY - DAY_MS, WEDNESDAY + 4 * DAY_MS] as const;
    const starts = [null, WEDNESDAY, WEDNESDAY + 3 * DAY_MS, WEDNESDAY + 3 * DAY_MS + 20 * MINUTE_MS];
    const said = new Map<string, string>();
    const told = starts.map((start) => {
      const ids = new Set<string>();
      for (const event of happenings(startedAt(start), ...range)) {
        ids.add(event.event_id);
        const text = JSON.stringify(event);
        if ((said.get(event.event_id) ?? text) !== text) expect.soft(text).toBe(said.get(event.event_id));
        said.set(event.event_id, text);
      }
      return ids;
    });
    for (const [index, ids] of told.entries())
      for (const others of told.slice(index + 1)) {
        const own = [...ids].filter((id) => !others.has(id)).length;
        expect(own + [...others].filter((id) => !ids.has(id)).length).toBeGreaterThan(50);
      }
  });
});
