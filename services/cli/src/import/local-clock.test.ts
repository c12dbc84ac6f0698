import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { createLocalClock } from './local-clock.js';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
];

describe('a local clock', () => {
  it.each(ZONES)('of %s agrees with Temporal all through a year with its changes', (zone) => {
    const clock = createLocalClock(zone);
    let local = Temporal.PlainDateTime.from('2011-01-01T00:00');
    while (local.year < 2012 || local.dayOfYear < 3) {
      const { year, month, day, hour, minute } = local;
      const at = clock({ year, month, day, hour, minute });
      if (at !== local.toZonedDateTime(zone).epochMilliseconds) expect([String(local), at]).toEqual([]);
      local = local.add({ minutes: 50 });
    }
  });

  it('has no 29 February in other years, no month 13, no hour 24', () => {
    const clock = createLocalClock('UTC');
    expect(clock({ year: 2023, month: 2, day: 29 })).toBeNull();
    expect(clock({ year: 1900, month: 2, day: 29 })).toBeNull();
    expect(clock({ year: 2024, month: 2, day: 29 })).toBe(Date.UTC(2024, 1, 29));
    expect(clock({ year: 2024, month: 13, day: 1 })).toBeNull();
    expect(clock({ year: 2024, month: 1, day: 1, hour: 24 })).toBeNull();
  });

  it('takes the first hundred years as they are', () => {
    expect(clock99()).toBe(
      Temporal.PlainDateTime.from('0099-01-01').toZonedDateTime('UTC').epochMilliseconds,
    );
  });
});

const clock99 = () => createLocalClock('UTC')({ year: 99, month: 1, day: 1 });
