import type { Hours } from '@tallyboard/alerting/rule';
import { expect, it } from 'vitest';
import { quietUntil } from './quiet.js';

const until = (hours: Hours, at: string, tz = 'Europe/Berlin') => {
  const ms = quietUntil(hours, tz, Date.parse(at));
  return Number.isFinite(ms) ? new Date(ms).toISOString().replace(':00.000', '') : 'never';
};
const NIGHT: Hours = { from: '18:00', to: '08:00' };
const WEEKEND: Hours = { days: ['sat', 'sun'] };

it.each<[string, Hours, string, string]>([
  ['by day', NIGHT, '2026-03-02T11:00Z', '2026-03-02T11:00Z'],
  ['as it begins', NIGHT, '2026-03-02T17:00Z', '2026-03-03T07:00Z'],
  ['after midnight', NIGHT, '2026-03-03T02:00Z', '2026-03-03T07:00Z'],
  ['as it ends', NIGHT, '2026-03-03T07:00Z', '2026-03-03T07:00Z'],
  ['on a weekend', WEEKEND, '2026-03-07T11:00Z', '2026-03-08T23:00Z'],
  ['before a weekend', WEEKEND, '2026-03-06T22:59Z', '2026-03-06T22:59Z'],
  [
    'on a weekend with a day that does not count',
    { ...WEEKEND, except: ['2026-03-08'] },
    '2026-03-07T11:00Z',
    '2026-03-07T23:00Z',
  ],
  ['up to midnight', { from: '20:00', to: '24:00' }, '2026-03-02T20:00Z', '2026-03-02T23:00Z'],
  ['from midnight', { to: '06:00' }, '2026-03-02T23:30Z', '2026-03-03T05:00Z'],
  ['in the night in which clocks go forward', NIGHT, '2026-03-28T22:00Z', '2026-03-29T06:00Z'],
  ['in the night in which clocks go back', NIGHT, '2026-10-24T22:00Z', '2026-10-25T07:00Z'],
  ['at an hour that is skipped', { from: '22:00', to: '02:30' }, '2026-03-28T22:00Z', '2026-03-29T01:30Z'],
  ['always', {}, '2026-03-02T11:00Z', 'never'],
])('knows when quiet hours end %s', (_, hours, at, end) => {
  expect(until(hours, at)).toBe(end);
});
