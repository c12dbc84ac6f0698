import type { ZoneClock } from '../time.js';
import type { Backtest } from './wire.js';

type Points = Backtest['chart']['points'];

/** A chart in hundredths of its width (from the left) and of its height (from the top). */
export interface Plot {
  /** SVG paths; '' where nothing is known. */
  value: string;
  against: string;
  /** Spans in which the rule holds. */
  held: { x: number; width: number }[];
  /** Where it fired and where that was over. */
  marks: { x: number; kind: 'fired' | 'over' }[];
  /** `value` in the unit of the metric. */
  rows: { y: number; value: number }[];
  /** Round local times. */
  columns: { x: number; at: string }[];
}

const MOST_COLUMNS = 5;
/** A time so far right has no room for its words. */
const LAST_COLUMN = 78;
/** Of the usual time between points: after a longer one, as a night that is not judged, the line begins anew. */
const GAP = 3;
const ROWS = 4;

/** Draws the points from `from` to `to`, over a scale that starts at zero unless a value is below it. */
export function plotOf({ from, to, unit, chart, firings }: Backtest, clock: ZoneClock): Plot {
  const start = Date.parse(from);
  const span = Date.parse(to) - start || 1;
  const x = (at: string) => round(Math.min(100, Math.max(0, ((Date.parse(at) - start) / span) * 100)));
  const known = chart.points.flatMap(({ value, against }) => [value, against]).filter(isNumber);
  const low = Math.min(0, ...known);
  const step = niceStep((Math.max(0, ...known) - low) / ROWS, unit);
  const floor = Math.floor(low / step) * step;
  const top = Math.max(floor + step, Math.ceil(Math.max(0, ...known) / step) * step);
  const y = (value: number) => round(100 - ((value - floor) / (top - floor)) * 100);
  const rows = Array.from({ length: Math.round((top - floor) / step) + 1 }, (_, row) => floor + row * step);
  const usual = usualMs(chart.points);
  const mine = firings.filter(({ group }) => isSame(group, chart.group));
  return {
    value: pathOf(chart.points, usual, (point) => point.value, x, y),
    against: pathOf(chart.points, usual, (point) => point.against, x, y),
    held: heldOf(chart.points, usual, x),
    marks: mine.flatMap(({ fired_at, ended_at }) => [
      { x: x(fired_at), kind: 'fired' as const },
      ...(ended_at ? [{ x: x(ended_at), kind: 'over' as const }] : []),
    ]),
    rows: rows.map((value) => ({ y: y(value), value })),
    columns: roundTimes(start, start + span, clock)
      .map((ms) => ({ x: x(new Date(ms).toISOString()), at: new Date(ms).toISOString() }))
      .filter((column) => column.x <= LAST_COLUMN),
  };
}

/** The median time between points, ms. */
function usualMs(points: Points): number {
  const gaps = points.slice(1).map(({ at }, i) => Date.parse(at) - Date.parse(points[i]!.at));
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
}

/** What is not known breaks the line, and what was not judged. */
function pathOf(
  points: Points,
  usual: number,
  of: (point: Points[number]) => number | null,
  x: (at: string) => number,
  y: (value: number) => number,
): string {
  let pen = 'M';
  let path = '';
  let lastMs = Number.POSITIVE_INFINITY;
  for (const point of points) {
    const value = of(point);
    const ms = Date.parse(point.at);
    if (ms - lastMs > GAP * usual) pen = 'M';
    lastMs = ms;
    if (isNumber(value)) path += `${pen}${x(point.at)} ${y(value)}`;
    pen = isNumber(value) ? 'L' : 'M';
  }
  return path;
}

/** A point stands for the time until the next one, if that comes in time. */
function heldOf(points: Points, usual: number, x: (at: string) => number): Plot['held'] {
  const held: Plot['held'] = [];
  points.forEach((point, index) => {
    if (!point.holds) return;
    const left = x(point.at);
    const next = Date.parse(points[index + 1]?.at ?? point.at);
    const until = Math.min(next, Date.parse(point.at) + GAP * usual);
    const right = x(new Date(until).toISOString());
    const last = held.at(-1);
    const isOn = points[index - 1]?.holds && last && round(last.x + last.width) >= left;
    if (isOn) last.width = round(right - last.x);
    else held.push({ x: left, width: round(right - left) });
  });
  return held;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DURATIONS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12, 24].map((hours) => hours * HOUR_MS),
];

/** The least round figure that is not less: 1, 2, 5, 10, …; of durations a minute, a quarter, an hour, … */
function niceStep(least: number, unit: Backtest['unit']): number {
  if (!(least > 0)) return 1;
  const duration = unit === 'ms' && least > MINUTE_MS / 2 && DURATIONS.find((each) => each >= least);
  if (duration) return duration;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((digit) => digit * power >= least * 0.999_999) ?? 10) * power;
}

const QUARTER_MS = 15 * MINUTE_MS;

/** A few full hours of the clock, or midnights: every second, third, … so that they are not too many; epoch ms. */
function roundTimes(from: number, to: number, clock: ZoneClock): number[] {
  let first = Math.ceil(from / QUARTER_MS) * QUARTER_MS;
  // Some zones are a quarter of an hour off.
  while (first <= to && !clock.minute(first).endsWith(':00')) first += QUARTER_MS;
  const hours: { ms: number; hour: number }[] = [];
  for (let ms = first; ms <= to; ms += HOUR_MS)
    hours.push({ ms, hour: Number(clock.minute(ms).slice(0, 2)) });
  for (const every of [1, 2, 3, 6, 12]) {
    const some = hours.filter(({ hour }) => hour % every === 0);
    if (some.length <= MOST_COLUMNS) return some.map(({ ms }) => ms);
  }
  const midnights = hours.filter(({ hour }) => hour === 0);
  const every = Math.ceil(midnights.length / MOST_COLUMNS);
  return midnights.filter((_, i) => i % every === 0).map(({ ms }) => ms);
}

const isNumber = (value: number | null): value is number => value !== null && Number.isFinite(value);
const round = (value: number) => Math.round(value * 100) / 100;

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
