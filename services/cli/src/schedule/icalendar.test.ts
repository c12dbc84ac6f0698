import { describe, expect, it } from 'vitest';
import { wholeDaysIn } from './icalendar.js';

const calendar = (...events: string[][]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');
const daysOf = (...events: string[][]) => wholeDaysIn(calendar(...events), 2026);

describe('holidays of a calendar', () => {
  it('are its whole days, each day of one that is longer', () => {
    expect(
      daysOf(
        ['DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261227', 'SUMMARY:Christmas, which is', '  long'],
        ['DTSTART;VALUE=DATE:20260501', 'SUMMARY:Labour Day'],
        ['DTSTART;VALUE=DATE:20260803', 'DURATION:P2D'],
        ['DTSTART;VALUE=DATE:20261109', 'DURATION:P1W'],
      ),
    ).toEqual({
      dates: [
        ...['2026-12-25', '2026-12-26', '2026-05-01', '2026-08-03', '2026-08-04'],
        ...[9, 10, 11, 12, 13, 14, 15].map((day) => `2026-11-${String(day).padStart(2, '0')}`),
      ],
      passedOver: [],
    });
  });

  it('are nothing else, of which it is said why', () => {
    const { dates, passedOver } = daysOf(
      ['DTSTART:20260601T090000Z', 'SUMMARY:a meeting'],
      ['DTSTART;VALUE=DATE:20260602', 'STATUS:CANCELLED', 'SUMMARY:A\\, B'],
      ['DTSTART;VALUE=DATE:20260603', 'DURATION:PT8H'],
      ['DTSTART;VALUE=DATE:20260604', 'DTEND;VALUE=DATE:20260601'],
      ['DTSTART;VALUE=DATE:20260605', 'DTEND;VALUE=DATE:20260606', 'DURATION:P1D'],
      ['DTSTART;VALUE=DATE:20260101', 'DTEND;VALUE=DATE:20280101', 'SUMMARY:two years'],
      ['SUMMARY:never'],
    );
    expect(dates).toEqual([]);
    expect(passedOver).toEqual([
      'a meeting (2026-06-01): is no whole day',
      'A, B (2026-06-02): is cancelled',
      'An event (2026-06-03): lasts PT8H, which are no whole days',
      'An event (2026-06-04): ends before it begins',
      'An event (2026-06-05): has an end and a duration, of which one must be wrong',
      'two years (2026-01-01): lasts 730 days, which is no holiday',
      'never: is no whole day',
    ]);
  });

  it('know what is within an event, and beside events, from the event itself', () => {
    const alarm = ['BEGIN:VALARM', 'TRIGGER:-PT15M', 'DURATION:PT5M', 'SUMMARY:bell', 'END:VALARM'];
    const text = calendar(['DTSTART;VALUE=DATE:20260501', ...alarm]).replace(
      'END:VCALENDAR',
      'BEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:19701025T030000\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VTODO\nDTSTART;VALUE=DATE:20260502\nEND:VTODO\nEND:VCALENDAR',
    );
    expect(wholeDaysIn(text, 2026)).toEqual({
      dates: ['2026-05-01'],
      passedOver: ['1 × VTODO: of a calendar only events are holidays'],
    });
  });
});

describe('holidays that come again', () => {
  const yearly = (...lines: string[]) =>
    daysOf(['DTSTART;VALUE=DATE:20260101', 'SUMMARY:New Year', ...lines]).dates;

  it('do each year where the calendar says so', () => {
    expect(yearly('RRULE:FREQ=YEARLY;COUNT=3')).toEqual(['2026-01-01', '2027-01-01', '2028-01-01']);
    expect(yearly('RRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;UNTIL=20270101')).toEqual([
      '2026-01-01',
      '2027-01-01',
    ]);
    expect(yearly('RRULE:FREQ=YEARLY')).toHaveLength(10);
    const leap = daysOf(['DTSTART;VALUE=DATE:20240229', 'RRULE:FREQ=YEARLY;COUNT=2']);
    expect(leap.dates).toEqual(['2024-02-29', '2028-02-29']);
  });

  it('are taken for years to come, whenever they began', () => {
    const { dates } = daysOf(['DTSTART;VALUE=DATE:19491003', 'RRULE:FREQ=YEARLY']);
    expect([dates[0], dates.at(-1)]).toEqual(['1949-10-03', '2035-10-03']);
  });

  it('are not on days that are taken away, and are on those that are added', () => {
    const rule = 'RRULE:FREQ=YEARLY;COUNT=4';
    const exceptions = ['EXDATE;VALUE=DATE:20270101,20280101', 'EXDATE;TZID=Europe/Berlin:20290101T000000'];
    expect(yearly(rule, ...exceptions)).toEqual(['2026-01-01']);
    expect(yearly('RDATE;VALUE=DATE:20260103')).toEqual(['2026-01-01', '2026-01-03']);
    expect(() => yearly(rule, 'EXDATE:20270101T080000Z')).toThrow(
      'New Year (2026-01-01) has EXDATE 20270101T080000Z, which is no whole day',
    );
    expect(daysOf(['DTSTART;VALUE=DATE:20260101', 'EXDATE;VALUE=DATE:20260101']).passedOver).toEqual([
      'An event (2026-01-01): is taken away on each of its days',
    ]);
  });

  it('give way to events that take the place of one of them', () => {
    const series = ['UID:a', 'DTSTART;VALUE=DATE:20260105', 'RRULE:FREQ=YEARLY;COUNT=3'];
    const moved = ['UID:a', 'RECURRENCE-ID;VALUE=DATE:20270105', 'DTSTART;VALUE=DATE:20270106'];
    const gone = [
      'UID:a',
      'RECURRENCE-ID;VALUE=DATE:20280105',
      'DTSTART;VALUE=DATE:20280105',
      'STATUS:CANCELLED',
    ];
    expect(daysOf(series, moved, gone)).toEqual({
      dates: ['2026-01-05', '2027-01-06'],
      passedOver: ['An event (2028-01-05): is cancelled'],
    });
    const rest = ['UID:a', 'RECURRENCE-ID;RANGE=THISANDFUTURE:20270105', 'DTSTART;VALUE=DATE:20270106'];
    expect(() => daysOf(series, rest)).toThrow('moves all that come after it');
  });

  it('are refused by rules that say more than which day of each year', () => {
    expect(() => yearly('RRULE:FREQ=YEARLY;BYDAY=1MO')).toThrow('comes again by the rule');
    expect(() => yearly('RRULE:FREQ=YEARLY;BYMONTH=2')).toThrow('is not read');
    expect(() => yearly('RRULE:FREQ=YEARLY;INTERVAL=2')).toThrow('is not read');
    expect(() => yearly('RRULE:FREQ=MONTHLY')).toThrow('is not read');
  });
});
