import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { daysFrom, localTime } from './shifts.js';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
];
const zone = fc.constantFrom(...ZONES);
const from = Date.UTC(2024, 0, 1) / 900_000;
const to = Date.UTC(2027, 0, 1) / 900_000;
const quarter = fc.integer({ min: from, max: to }).map((n) => n * 900);
/** Hours around the ends of March and October, when most clocks change. */
const changing = fc
  .tuple(
    fc.constantFrom(
      Date.UTC(2026, 2, 29),
      Date.UTC(2026, 9, 25),
      Date.UTC(2026, 2, 8),
      Date.UTC(2026, 10, 1),
    ),
    fc.integer({ min: -200, max: 200 }),
  )
  .map(([day, n]) => day / 1_000 + n * 900);
const instant = fc.oneof(quarter, changing);

const zoned = (at: number, tz: string) =>
  Temporal.Instant.fromEpochMilliseconds(at * 1_000).toZonedDateTimeISO(tz);

describe('clocks of a zone', () => {
  it('go by days as Temporal says, also where they change', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -400, max: 400 }), zone, (at, days, tz) => {
        expect(daysFrom(at, days, tz)).toBe(zoned(at, tz).add({ days }).epochMilliseconds / 1_000);
      }),
      { numRuns: 2_000 },
    );
  });

  it('show what Temporal shows', () => {
    fc.assert(
      fc.property(instant, zone, (at, tz) => {
        const local = zoned(at, tz);
        expect(localTime(at, tz)).toEqual({
          date: local.toPlainDate().toString(),
          weekday: local.dayOfWeek,
          minute: local.hour * 60 + local.minute,
        });
      }),
      { numRuns: 2_000 },
    );
  });
});
