import { describe, expect, it } from 'vitest';
import { dateReader } from './dates.js';

const at = (format: string, zone: string, text: string) => {
  const result = dateReader(format, zone)(text);
  return 'at' in result ? new Date(result.at).toISOString() : result.reason;
};

describe('a date reader', () => {
  it('reads US dates with and without leading zeros as the midnight of the zone', () => {
    expect(at('M/d/yyyy', 'UTC', '3/1/2017')).toBe('2017-03-01T00:00:00.000Z');
    expect(at('M/d/yyyy', 'UTC', '03/01/2017')).toBe('2017-03-01T00:00:00.000Z');
    expect(at('M/d/yyyy', 'America/New_York', '7/4/2017')).toBe('2017-07-04T04:00:00.000Z');
    expect(at('M/d/yyyy', 'Asia/Kathmandu', '7/4/2017')).toBe('2017-07-03T18:15:00.000Z');
  });

  it('reads seconds and milliseconds since 1970, and no other numbers', () => {
    expect(at('unix', 'Asia/Kathmandu', '1772442000')).toBe('2026-03-02T09:00:00.000Z');
    expect(at('unix', 'UTC', '1772442000250')).toBe('2026-03-02T09:00:00.250Z');
    expect(at('unix', 'UTC', '20260302')).toMatch(/not a number of seconds or milliseconds since 1970/);
  });

  it('reads AM and PM, of which twelve is the first hour', () => {
    const us = 'M/d/yyyy h:mm a';
    expect(at(us, 'UTC', '3/1/2026 12:30 AM')).toBe('2026-03-01T00:30:00.000Z');
    expect(at(us, 'UTC', '3/1/2026 12:05\u202fp.m.')).toBe('2026-03-01T12:05:00.000Z');
    expect(at(us, 'America/New_York', '3/10/2026 9:15 PM')).toBe('2026-03-11T01:15:00.000Z');
    expect(at(us, 'UTC', '3/1/2026 13:30 PM')).toMatch(/no month or hour that is one/);
    expect(() => dateReader('M/d/yyyy h:mm', 'UTC')).toThrow(/no AM or PM/);
    expect(() => dateReader('M/d/yyyy H:mm a', 'UTC')).toThrow(/no hour from 1 to 12/);
  });

  it('reads names of months in a language, and years of two digits', () => {
    const german = dateReader('d. MMMM yyyy', 'UTC', 'de');
    expect(['1. März 2026', '1. Mär. 2026', '1. märz 2026'].map((text) => german(text))).toEqual(
      Array.from({ length: 3 }, () => ({ at: Date.UTC(2026, 2, 1) })),
    );
    expect(at('dd-MMM-yy', 'UTC', '02-Sep-26')).toBe('2026-09-02T00:00:00.000Z');
    expect(at('dd-MMM-yy', 'UTC', '02-Sept-99')).toBe('1999-09-02T00:00:00.000Z');
    expect(at('dd-MMM-yy', 'UTC', '02-Foo-26')).toMatch(/no month/);
  });

  it('reads times, to the millisecond', () => {
    expect(at('dd.MM.yyyy HH:mm:ss.SSS', 'Europe/Berlin', '01.02.2017 13:05:09.250')).toBe(
      '2017-02-01T12:05:09.250Z',
    );
  });

  it('takes the first of two equal local times, and moves one that does not exist', () => {
    expect(at('yyyy-MM-dd HH:mm', 'Europe/Berlin', '2017-10-29 02:30')).toBe('2017-10-29T00:30:00.000Z');
    expect(at('yyyy-MM-dd HH:mm', 'Europe/Berlin', '2017-03-26 02:30')).toBe('2017-03-26T01:30:00.000Z');
  });

  it('reads ISO dates, and believes an offset more than the zone', () => {
    expect(at('iso', 'Europe/Berlin', '2017-12-31')).toBe('2017-12-30T23:00:00.000Z');
    expect(at('iso', 'Europe/Berlin', '2017-12-31T10:00:00Z')).toBe('2017-12-31T10:00:00.000Z');
    expect(at('iso', 'UTC', '2017-12-31T10:00:00+05:45')).toBe('2017-12-31T04:15:00.000Z');
  });

  it('says why it cannot read a text', () => {
    expect(at('M/d/yyyy', 'UTC', '2/30/2017')).toMatch(/not a day of the calendar/);
    expect(at('M/d/yyyy', 'UTC', '2017-03-01')).toMatch(/not a date of the form M\/d\/yyyy/);
    expect(at('iso', 'UTC', '3/1/2017')).toMatch(/not an ISO date/);
    expect(at('iso', 'UTC', '2017-02-30')).toMatch(/not an ISO date/);
  });

  it('refuses a format that leaves the day open or has letters that mean nothing', () => {
    expect(() => dateReader('M/yyyy', 'UTC')).toThrow(/has no day/);
    expect(() => dateReader('M/D/yyyy', 'UTC')).toThrow(/"D"/);
    expect(() => dateReader('M/M/yyyy', 'UTC')).toThrow(/month twice/);
  });
});
