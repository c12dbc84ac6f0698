import { describe, expect, it } from 'vitest';
import { Refusal } from '../refusal.js';
import { type AskedPeriod, askedPeriod } from './asked-period.js';
import { readQuestion } from './metric-request.js';

/** Wednesday in San Francisco and Munich, Thursday in Auckland. */
const NOW = Date.parse('2026-03-18T20:00Z');
const OFFICES = [
  { id: 'sf', zone: 'America/Los_Angeles' },
  { id: 'la', zone: 'America/Los_Angeles' },
  { id: 'auckland', zone: 'Pacific/Auckland' },
  { id: 'london', zone: 'UTC' },
  { id: 'somewhere', zone: '' },
];

function asked(question: string): AskedPeriod {
  const request = readQuestion(question);
  if (request instanceof Refusal) throw new Error(request.message);
  const period = askedPeriod(request, NOW, null, OFFICES);
  if (period instanceof Refusal) throw new Error(period.message);
  return period;
}
const instants = (bounds: readonly number[]) =>
  bounds.map((bound) => new Date(bound * 1_000).toISOString().slice(0, 16));

describe('the period of a question by the days of each office', () => {
  it('is another for each zone, and for what is of no office that of UTC', () => {
    const { clocks, from, to } = asked('calls?period=today&tz=office');
    expect(clocks.map(({ offices, bounds }) => [offices, ...instants(bounds)])).toEqual([
      [null, '2026-03-18T00:00', '2026-03-19T00:00'],
      [['sf', 'la'], '2026-03-18T07:00', '2026-03-19T07:00'],
      [['auckland'], '2026-03-18T11:00', '2026-03-19T11:00'],
    ]);
    expect(instants([from, to])).toEqual(['2026-03-18T00:00', '2026-03-19T11:00']);
  });

  it('holds until the first of these days ends', () => {
    expect(asked('calls?period=today&tz=office').validUntilMs).toBe(Date.parse('2026-03-19T00:00Z'));
    expect(asked('calls?period=today&tz=office&filter=office:auckland').validUntilMs).toBe(
      Date.parse('2026-03-19T11:00Z'),
    );
    expect(asked('calls?from=2026-03-01&to=2026-03-02&tz=office').validUntilMs).toBeNull();
  });

  it('is one of one zone where only offices of it are asked for', () => {
    const { clocks } = asked('calls?period=today&tz=office&filter=office:sf|la');
    expect(clocks.map(({ offices, bounds }) => [offices, instants(bounds)[0]])).toEqual([
      [null, '2026-03-18T07:00'],
    ]);
    const rest = asked('calls?period=today&tz=office&filter=office:sf|london|unknown').clocks;
    expect(rest.map(({ offices }) => offices)).toEqual([['sf'], null]);
  });

  it('has days that meet under their date', () => {
    const { clocks, starts } = asked('calls?period=last_7_days&tz=office&interval=day');
    expect([starts[0], starts.at(-1), starts.length]).toEqual(['2026-03-12', '2026-03-19', 8]);
    expect(clocks.map(({ intervals }) => [intervals[0], intervals.at(-1)])).toEqual([[0, 6], [0, 6], [1, 7]]); // biome-ignore format: one line
  });

  it('has weeks that meet although they were begun to be asked for on different days', () => {
    const { clocks, starts } = asked('calls?period=last_7_days&tz=office&interval=week');
    expect(starts).toEqual(['2026-03-12', '2026-03-16']);
    expect(clocks.map(({ intervals }) => intervals)).toEqual([[0, 1], [0, 1], [0, 1]]); // biome-ignore format: one line
  });
});
