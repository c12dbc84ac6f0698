import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEEKDAYS } from './dates.js';
import { type Hours, type Schedule, workedUntil, workingTime } from './working-time.js';

const at = (text: string) => Date.parse(text);
const minutes = (n: number) => n * 60_000;
const hours = (n: number) => n * 3_600_000;
const between = (schedule: Schedule, from: string, to: string) => {
  const time = workingTime(schedule);
  return workedUntil(time, at(to)) - workedUntil(time, at(from));
};
const weekdays = (...spans: [opens: string, closes: string][]): Hours[] =>
  WEEKDAYS.slice(0, 5).flatMap((weekday) => spans.map(([opens, closes]) => ({ weekday, opens, closes })));
const daily = (opens: string, closes: string): Hours[] =>
  WEEKDAYS.map((weekday) => ({ weekday, opens, closes }));

const office = (zone: string, holidays: string[] = []): Schedule => ({
  zone,
  hours: weekdays(['09:00', '17:00']),
  holidays,
});

describe('working time', () => {
  it('stands still over a weekend', () => {
    expect(between(office('Europe/Berlin'), '2026-03-06T16:50:00+01:00', '2026-03-09T09:10:00+01:00')).toBe(
      minutes(20),
    );
  });

  it('is none for what is asked and answered outside of hours', () => {
    expect(between(office('Europe/Berlin'), '2026-03-07T10:00:00+01:00', '2026-03-08T20:00:00+01:00')).toBe(
      0,
    );
  });

  it('has lunch breaks and holidays, in the zone of the schedule', () => {
    const kolkata = {
      zone: 'Asia/Kolkata',
      hours: weekdays(['08:00', '13:00'], ['14:00', '18:00']),
      holidays: ['2026-03-10'],
    };
    expect(between(kolkata, '2026-03-07T06:00:00Z', '2026-03-09T04:30:00Z')).toBe(hours(2));
    expect(between(kolkata, '2026-03-09T12:00:00Z', '2026-03-11T03:30:00Z')).toBe(hours(1.5));
    expect(between(kolkata, '2026-03-10T03:00:00Z', '2026-03-10T06:00:00Z')).toBe(0);
  });

  it('goes on at +5:45', () => {
    expect(between(office('Asia/Kathmandu'), '2026-03-09T08:30:00+05:45', '2026-03-09T09:15:00+05:45')).toBe(
      minutes(15),
    );
  });

  it('has a day of 23 hours and one of 25 where there is no night', () => {
    const always = { zone: 'Europe/Berlin', hours: daily('00:00', '24:00'), holidays: null };
    expect(between(always, '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00')).toBe(hours(23));
    expect(between(always, '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00')).toBe(hours(25));
  });

  it('skips what clocks skip, and works twice what they show twice', () => {
    const nights = { zone: 'America/New_York', hours: daily('01:00', '03:30'), holidays: null };
    expect(between(nights, '2026-03-08T00:00:00-05:00', '2026-03-08T12:00:00-04:00')).toBe(hours(1.5));
    expect(between(nights, '2026-11-01T00:00:00-04:00', '2026-11-01T12:00:00-05:00')).toBe(hours(3.5));
    // A day in office hours is one of eight hours all the same.
    expect(
      between(office('America/New_York'), '2026-03-09T00:00:00-04:00', '2026-03-10T00:00:00-04:00'),
    ).toBe(hours(8));
  });

  it('goes on over midnight and over the end of the week, and a holiday is from midnight to midnight', () => {
    const shift = (holidays: string[]): Schedule => ({
      zone: 'UTC',
      hours: [{ weekday: 'sunday', opens: '22:00', closes: '06:00' }],
      holidays,
    });
    expect(between(shift([]), '2026-03-08T00:00:00Z', '2026-03-10T00:00:00Z')).toBe(hours(8));
    expect(between(shift(['2026-03-09']), '2026-03-08T00:00:00Z', '2026-03-10T00:00:00Z')).toBe(hours(2));
  });

  it('is worked once where hours overlap', () => {
    const twice = {
      zone: 'UTC',
      hours: [...daily('09:00', '13:00'), ...daily('12:00', '15:00')],
      holidays: null,
    };
    expect(between(twice, '2026-03-09T00:00:00Z', '2026-03-10T00:00:00Z')).toBe(hours(6));
  });

  it('is none at all of a schedule without hours', () => {
    expect(
      between(
        { zone: 'UTC', hours: null, holidays: ['2026-03-09'] },
        '2026-03-09T00:00:00Z',
        '2027-01-01T00:00:00Z',
      ),
    ).toBe(0);
  });

  it('is what one counts minute by minute with a calendar, for any schedule', () => {
    const minuteOfDay = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:30`);
    const schedule = fc.record({
      zone: fc.constantFrom(
        'Europe/Berlin',
        'Asia/Kathmandu',
        'Australia/Lord_Howe',
        'America/New_York',
        'Pacific/Apia',
      ),
      hours: fc.array(
        fc.record({ weekday: fc.constantFrom(...WEEKDAYS), opens: minuteOfDay, closes: minuteOfDay }),
        { minLength: 1, maxLength: 6 },
      ),
      holidays: fc.array(fc.constantFrom('2026-03-29', '2026-04-05', '2026-10-25', '2026-03-08'), {
        maxLength: 3,
      }),
    });
    const start = fc.constantFrom(
      '2026-03-07T11:00:00Z',
      '2026-03-27T00:00:00Z',
      '2026-04-04T00:00:00Z',
      '2026-10-23T05:00:00Z',
    );
    fc.assert(
      fc.property(schedule, start, fc.integer({ min: 1, max: 4 * 96 }), (given, from, quarters) => {
        const time = workingTime(given);
        const begin = at(from);
        const end = begin + quarters * 900_000;
        expect(workedUntil(time, end) - workedUntil(time, begin)).toBe(counted(given, begin, end));
      }),
      { numRuns: 200 },
    );
  });
});

/** Five minutes by five minutes, by what clocks and calendars show. */
function counted({ zone, hours, holidays }: Schedule, begin: number, end: number): number {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  let sum = 0;
  for (let now = begin; now < end; now += minutes(5)) {
    const [date, time] = clock.format(now).split(' ') as [string, string];
    if (holidays?.includes(date)) continue;
    const day = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
    const isWorked = hours?.some(({ weekday, opens, closes }) => {
      const overnight = closes <= opens;
      const own = weekday === WEEKDAYS[day] && time >= opens && (overnight || time < closes);
      const ofYesterday = overnight && weekday === WEEKDAYS[(day + 6) % 7] && time < closes;
      return own || ofYesterday;
    });
    if (isWorked) sum += minutes(5);
  }
  return sum;
}
