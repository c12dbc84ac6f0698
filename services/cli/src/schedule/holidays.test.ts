import { describe, expect, it } from 'vitest';
import { holidaysIn } from './holidays.js';

describe('holidays of a list', () => {
  const datesOf = (text: string) => holidaysIn(text, 'x.csv', 2026).dates;

  it('are the dates with which lines begin', () => {
    const text = '\uFEFFdate;name\r\n2026-12-25;Christmas\r\n"01.05.2026";Labour Day\r\n\r\n1.1.2026\r\n';
    expect(datesOf(text)).toEqual(['2026-01-01', '2026-05-01', '2026-12-25']);
  });

  it('are no dates that could mean two days, or none', () => {
    expect(() => datesOf('date\n12/25/2026\n')).toThrow('x.csv, line 2: "12/25/2026" is no date');
    expect(() => datesOf('date\n2026-02-29\n')).toThrow('line 2');
  });
});

it('are those of a calendar, each once', () => {
  const event = 'BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260501\nEND:VEVENT\n';
  const text = `\uFEFFBEGIN:VCALENDAR\n${event}${event}END:VCALENDAR\n`;
  expect(holidaysIn(text, 'x.ics', 2026)).toEqual({ dates: ['2026-05-01'], passedOver: [] });
});
