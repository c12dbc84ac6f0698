import { expect, it } from 'vitest';
import { daysBetween } from './days.js';

const dates = (from: string, to: string, tz: string) =>
  daysBetween(Date.parse(from) / 1_000, Date.parse(to) / 1_000, tz).map(({ date }) => date.toString());

it('are the days of a zone by their noons, whatever hours of them are cut off', () => {
  expect(dates('2026-03-28T00:00+01:00', '2026-03-31T00:00+02:00', 'Europe/Berlin')).toEqual([
    '2026-03-28',
    '2026-03-29',
    '2026-03-30',
  ]);
  // Days of UTC are those of Tokyo whose noon is in them.
  expect(dates('2026-03-02T00:00Z', '2026-03-04T00:00Z', 'Asia/Tokyo')).toEqual(['2026-03-02', '2026-03-03']);
  expect(dates('2026-03-02T00:00Z', '2026-03-04T00:00Z', 'America/Los_Angeles')).toEqual([
    '2026-03-02',
    '2026-03-03',
  ]);
  expect(dates('2026-03-02T12:15Z', '2026-03-03T12:00Z', 'UTC')).toEqual([]);
  expect(dates('2026-03-02T12:00Z', '2026-03-02T12:15Z', 'UTC')).toEqual(['2026-03-02']);
});

it('are as long as clocks make them', () => {
  const [day] = daysBetween(
    Date.parse('2026-03-28T23:00Z') / 1_000,
    Date.parse('2026-03-29T22:00Z') / 1_000,
    'Europe/Berlin',
  );
  expect(day!.ends - day!.begins).toBe(23 * 3_600);
});
