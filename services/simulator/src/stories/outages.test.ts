import { describe, expect, it } from 'vitest';
import { createCompany } from '../company.js';
import { DAY_MS, localDayOf, MINUTE_MS, minuteOfDay } from '../local-day.js';
import { servedIn } from '../testing/served.js';
import { isWorkingDay } from '../working-hours.js';
import { type Outage, outageOn } from './outages.js';

const FIRST_DAY = Date.UTC(2026, 0, 1) / DAY_MS;

function outagesOf(seed: number, days: number): Outage[] {
  const company = createCompany(seed);
  return Array.from({ length: days }, (_, index) => FIRST_DAY + index).flatMap((day) =>
    company.offices.map((office) => outageOn(company, office, day)).filter((outage) => outage !== null),
  );
}

describe('the outages of the calendar', () => {
  it('are two or three in any sixty days, each in another office', () => {
    for (const seed of [1, 2, 7]) {
      const all = outagesOf(seed, 365);
      for (let day = FIRST_DAY; day < FIRST_DAY + 365 - 60; day += 1) {
        const within = all.filter(({ fromMs }) => fromMs >= day * DAY_MS && fromMs < (day + 60) * DAY_MS);
        expect(within.length).toBeGreaterThanOrEqual(2);
        expect(within.length).toBeLessThanOrEqual(3);
        expect(new Set(within.map(({ office }) => office.id)).size).toBe(within.length);
      }
    }
    expect(outagesOf(1, 365)).not.toEqual(outagesOf(2, 365));
  });

  it('last some hours of a working day, and end before it does', () => {
    for (const { office, fromMs, toMs } of outagesOf(7, 365)) {
      const day = localDayOf(office.zone, fromMs);
      expect(isWorkingDay(office, day)).toBe(true);
      expect(toMs - fromMs).toBeGreaterThan(180 * MINUTE_MS);
      expect(minuteOfDay(office.zone, fromMs)).toBeGreaterThan(office.opens);
      expect(localDayOf(office.zone, toMs)).toBe(day);
      expect(minuteOfDay(office.zone, toMs)).toBeLessThan(office.closes - 60);
    }
  });

  it('let nobody be answered in that office, and all of them soon after', () => {
    const company = createCompany(7);
    for (const outage of outagesOf(7, 100)) {
      const { office, fromMs, toMs } = outage;
      const during = servedIn(company, office, fromMs, toMs);
      expect(during.answers).toBe(0);
      expect(during.opened).toBeGreaterThan(25);
      expect(Math.min(...during.firstAnswersAt)).toBeGreaterThanOrEqual(toMs);
      const soon = during.firstAnswersAt.filter((at) => at < toMs + 120 * MINUTE_MS);
      expect(soon.length).toBeGreaterThan(0.8 * during.opened);
      const weekBefore = servedIn(company, office, fromMs - 7 * DAY_MS, toMs - 7 * DAY_MS);
      expect(weekBefore.answers).toBeGreaterThan(20);
    }
  });
});
