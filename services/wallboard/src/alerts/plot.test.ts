import { describe, expect, it } from 'vitest';
import { zoneClock } from '../time.js';
import { plotOf as plotBy } from './plot.js';
import type { Backtest } from './wire.js';

const plotOf = (backtest: Backtest, zone = 'UTC') => plotBy(backtest, zoneClock(zone));
const hour = (hours: number) => new Date(Date.UTC(2026, 10, 24) + hours * 3_600_000).toISOString();
const point = (hours: number, value: number | null, holds: boolean | null = false) => ({
  at: hour(hours),
  value,
  against: 50,
  n: 10,
  holds,
});
const backtest = (points: Backtest['chart']['points'], over: Partial<Backtest> = {}) =>
  ({
    from: hour(0),
    to: hour(4),
    unit: 'count',
    firings: [],
    chart: { group: {}, points },
    ...over,
  }) as Backtest;

describe('the chart of a rule', () => {
  it('places points by time and by value, over a round scale from zero', () => {
    const { value, rows } = plotOf(backtest([point(0, 0), point(1, 100), point(4, 50)]));
    expect(value).toBe('M0 100L25 0L100 50');
    expect(rows).toEqual([
      { y: 100, value: 0 },
      { y: 50, value: 50 },
      { y: 0, value: 100 },
    ]);
  });

  it('breaks the line where nothing is known', () => {
    expect(plotOf(backtest([point(0, 0), point(1, null), point(2, 100)])).value).toBe('M0 100M50 0');
  });

  it('draws nothing over hours that are not judged', () => {
    const points = [
      point(0, 0),
      point(0.25, 0, true),
      point(0.5, 0, true),
      point(3.5, 100),
      point(3.75, 100),
    ];
    const { value, held } = plotOf(backtest(points));
    expect(value).toBe('M0 100L6.25 100L12.5 100M87.5 0L93.75 0');
    expect(held).toEqual([{ x: 6.25, width: 25 }]);
  });

  it.each([
    ['UTC', 4, ['00:00', '01:00', '02:00', '03:00']],
    ['Asia/Kathmandu', 4, ['06:00', '07:00', '08:00']],
    ['America/Denver', 72, ['00:00', '00:00', '00:00']],
    ['Europe/Berlin', 30 * 24, ['00:00', '00:00', '00:00', '00:00']],
  ])('has round local times below: %s', (zone, hours, times) => {
    const { columns } = plotOf(backtest([point(0, 1)], { to: hour(hours) }), zone);
    expect(columns.map(({ at }) => zoneClock(zone).minute(at))).toEqual(times);
  });

  it('shades from a point that holds to the next one that does not', () => {
    const points = [point(0, 1), point(1, 9, true), point(2, 9, true), point(3, 1, null), point(4, 9, true)];
    expect(plotOf(backtest(points)).held).toEqual([
      { x: 25, width: 50 },
      { x: 100, width: 0 },
    ]);
  });

  it('marks where the group that is drawn fired and was over, and no other', () => {
    const firing = (office: string, fired: number, ended: number | null) => ({
      group: { office },
      fired_at: hour(fired),
      ended_at: ended === null ? null : hour(ended),
    });
    const firings = [firing('munich', 1, 2), firing('munich', 3, null), firing('oslo', 0, 4)];
    const chart = { group: { office: 'munich' }, points: [point(0, 1)] };
    expect(plotOf(backtest([], { chart, firings } as Partial<Backtest>)).marks).toEqual([
      { x: 25, kind: 'fired' },
      { x: 50, kind: 'over' },
      { x: 75, kind: 'fired' },
    ]);
  });

  it('goes below zero for values that do, and divides durations into minutes and hours', () => {
    expect(plotOf(backtest([point(0, -40), point(1, 60)])).rows.map(({ value }) => value)).toEqual([
      -50, 0, 50, 100,
    ]);
    const slow = plotOf(backtest([point(0, 7_800_000)], { unit: 'ms' }));
    expect(slow.rows.map(({ value }) => value / 60_000)).toEqual([0, 60, 120, 180]);
  });

  it('draws a scale also when nothing is known', () => {
    const { value, rows } = plotOf(backtest([{ ...point(0, null), against: null }]));
    expect(value).toBe('');
    expect(rows).toHaveLength(2);
  });
});
