import { expect, it } from 'vitest';
import { instant, span } from './times.js';

const at = (text: string) => Date.parse(text) / 1_000;

it('shows an instant as the clocks of the zone do', () => {
  expect(instant(at('2026-11-24T13:15:00Z'), 'Europe/Berlin')).toBe('Tue 24 Nov 2026, 14:15 (Berlin)');
  expect(instant(at('2026-11-24T23:00:00Z'), 'America/New_York')).toBe('Tue 24 Nov 2026, 18:00 (New York)');
  expect(instant(at('2026-09-01T00:00:00Z'), 'UTC')).toBe('Tue 1 Sep 2026, 00:00 (UTC)');
});

it.each([
  ['hours of a day', '2026-11-24T07:00Z', '2026-11-24T13:00Z', 'Tue 24 Nov 2026, 08:00 to 14:00 (Berlin)'],
  [
    'hours up to midnight',
    '2026-11-24T07:00Z',
    '2026-11-24T23:00Z',
    'Tue 24 Nov 2026, 08:00 to 00:00 (Berlin)',
  ],
  [
    'hours over midnight',
    '2026-11-24T07:00Z',
    '2026-11-25T07:00Z',
    'Tue 24 Nov 2026, 08:00 to Wed 25 Nov 2026, 08:00 (Berlin)',
  ],
  ['a day', '2026-11-23T23:00Z', '2026-11-24T23:00Z', 'Tue 24 Nov 2026 (Berlin)'],
  ['days', '2026-11-22T23:00Z', '2026-11-29T23:00Z', 'Mon 23 Nov 2026 to Sun 29 Nov 2026 (Berlin)'],
  ['the day on which clocks go back', '2026-10-24T22:00Z', '2026-10-25T23:00Z', 'Sun 25 Oct 2026 (Berlin)'],
])('shows %s', (_, from, to, text) => {
  expect(span(at(from), at(to), 'Europe/Berlin')).toBe(text);
});
