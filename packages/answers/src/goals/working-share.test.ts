import { workingTime } from '@tallyboard/calendar/working-time';
import { describe, expect, it } from 'vitest';
import { elapsedOf } from './working-share.js';

const hours = (weekdays: readonly string[], opens: string, closes: string, holidays: string[] = []) =>
  workingTime({
    zone: 'Europe/Berlin',
    hours: weekdays.map((weekday) => ({ weekday, opens, closes })) as never,
    holidays,
  });
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
/** March 2026 in Berlin: 22 weekdays, and the change of clocks on a Sunday. */
const MARCH = [Date.parse('2026-03-01T00:00+01:00'), Date.parse('2026-04-01T00:00+02:00')] as const;
const TZ = 'Europe/Berlin';
const of = (...versions: [since: string, worked: ReturnType<typeof hours>][]) => ({
  id: 'munich',
  versions: versions.map(([since, worked]) => ({ since: Date.parse(since), worked })),
});
const nineToFive = of(['2020-01-01T00:00Z', hours(WEEKDAYS, '09:00', '17:00')]);

describe('how much of a period is over', () => {
  it('is told by working time: days off are none of it', () => {
    // The second weekday is half over.
    const found = elapsedOf(nineToFive, MARCH, Date.parse('2026-03-03T13:00+01:00'), TZ);
    expect(found).toEqual({ share: 1.5 / 22, workingDaysLeft: 21, schedule: 'munich' });
    const evening = elapsedOf(nineToFive, MARCH, Date.parse('2026-03-03T18:00+01:00'), TZ);
    expect(evening).toMatchObject({ share: 2 / 22, workingDaysLeft: 20 });
    const holiday = of(['2020-01-01T00:00Z', hours(WEEKDAYS, '09:00', '17:00', ['2026-03-31'])]);
    expect(elapsedOf(holiday, MARCH, Date.parse('2026-03-30T18:00+02:00'), TZ)).toMatchObject({
      ...{ share: 1, workingDaysLeft: 0 },
    });
  });

  it('goes by the version of the schedule that holds at each time', () => {
    // Ten weekdays of eight hours, then twelve of four: 80 of 128 hours.
    const shorter = of(
      ['2020-01-01T00:00Z', hours(WEEKDAYS, '09:00', '17:00')],
      ['2026-03-16T00:00+01:00', hours(WEEKDAYS, '09:00', '13:00')],
    );
    expect(elapsedOf(shorter, MARCH, Date.parse('2026-03-15T12:00+01:00'), TZ).share).toBeCloseTo(
      80 / 128,
      12,
    );
  });

  it('is told by the calendar where nobody said when work is done, and stays within the period', () => {
    const noon = Date.parse('2026-03-16T12:00+01:00');
    expect(elapsedOf(null, MARCH, noon, TZ)).toEqual({
      share: (noon - MARCH[0]) / (MARCH[1] - MARCH[0]),
      ...{ workingDaysLeft: null, schedule: null },
    });
    expect(elapsedOf(null, MARCH, MARCH[0] - 1, TZ).share).toBe(0);
    expect(elapsedOf(nineToFive, MARCH, MARCH[1] + 1, TZ)).toMatchObject({ share: 1, workingDaysLeft: 0 });
    // A period without working time, such as a Sunday.
    const sunday = [Date.parse('2026-03-08T00:00+01:00'), Date.parse('2026-03-09T00:00+01:00')] as const;
    expect(elapsedOf(nineToFive, sunday, Date.parse('2026-03-08T12:00+01:00'), TZ).share).toBe(0.5);
  });
});
