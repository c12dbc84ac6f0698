import { describe, expect, it } from 'vitest';
import { holidaysIn } from './holidays.js';

const calendar = (...events: string[][]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');

describe('holidays of a calendar', () => {
  it('are its whole days, each day of one that is longer', () => {
    const text = calendar(
      ['DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261227', 'SUMMARY:Christmas, which is', '  long'],
      ['DTSTART;VALUE=DATE:20260501', 'SUMMARY:Labour Day'],
      ['DTSTART:20260601T090000Z', 'SUMMARY:a meeting'],
      ['DTSTART;VALUE=DATE:20260602', 'STATUS:CANCELLED'],
      ['DTSTART;VALUE=DATE:20260501', 'SUMMARY:twice'],
    );
    expect(holidaysIn(text, 'x.ics')).toEqual({
      dates: ['2026-05-01', '2026-12-25', '2026-12-26'],
      passedOver: 2,
    });
  });

  it('come again each year where it says so', () => {
    const yearly = (rule: string) =>
      holidaysIn(calendar(['DTSTART;VALUE=DATE:20260101', `RRULE:${rule}`, 'SUMMARY:New Year']), 'x.ics')
        .dates;
    expect(yearly('FREQ=YEARLY;COUNT=3')).toEqual(['2026-01-01', '2027-01-01', '2028-01-01']);
    expect(yearly('FREQ=YEARLY;UNTIL=20270101')).toEqual(['2026-01-01', '2027-01-01']);
    expect(yearly('FREQ=YEARLY')).toHaveLength(10);
    expect(() => yearly('FREQ=YEARLY;BYDAY=1MO')).toThrow('New Year comes again by the rule');
    expect(() => yearly('FREQ=MONTHLY')).toThrow('is not read');
  });
});

describe('holidays of a list', () => {
  it('are the dates with which lines begin', () => {
    const text = '\uFEFFdate;name\r\n2026-12-25;Christmas\r\n"01.05.2026";Labour Day\r\n\r\n1.1.2026\r\n';
    expect(holidaysIn(text, 'x.csv').dates).toEqual(['2026-01-01', '2026-05-01', '2026-12-25']);
  });

  it('are no dates that could mean two days, or none', () => {
    expect(() => holidaysIn('date\n12/25/2026\n', 'x.csv')).toThrow('x.csv, line 2: "12/25/2026" is no date');
    expect(() => holidaysIn('date\n2026-02-29\n', 'x.csv')).toThrow('line 2');
  });
});
