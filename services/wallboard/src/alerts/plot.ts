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
  columns: { x: number; at: string }[];
}

const COLUMNS = 4;
const ROWS = 4;

/** Draws the points from `from` to `to`, over a scale that starts at zero unless a value is below it. */
export function plotOf({ from, to, unit, chart, firings }: Backtest): Plot {
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
  const mine = firings.filter(({ group }) => isSame(group, chart.group));
  return {
    value: pathOf(chart.points, (point) => point.value, x, y),
    against: pathOf(chart.points, (point) => point.against, x, y),
    held: heldOf(chart.points, x),
    marks: mine.flatMap(({ fired_at, ended_at }) => [
      { x: x(fired_at), kind: 'fired' as const },
      ...(ended_at ? [{ x: x(ended_at), kind: 'over' as const }] : []),
    ]),
    rows: rows.map((value) => ({ y: y(value), value })),
    columns: Array.from({ length: COLUMNS + 1 }, (_, column) => ({
      x: (column / COLUMNS) * 100,
      at: new Date(start + (span * column) / COLUMNS).toISOString(),
    })),
  };
}

/** What is not known breaks the line. */
function pathOf(
  points: Points,
  of: (point: Points[number]) => number | null,
  x: (at: string) => number,
  y: (value: number) => number,
): string {
  let pen = 'M';
  let path = '';
  for (const point of points) {
    const value = of(point);
    if (isNumber(value)) path += `${pen}${x(point.at)} ${y(value)}`;
    pen = isNumber(value) ? 'L' : 'M';
  }
  return path;
}

/** A point stands for the time until the next one. */
function heldOf(points: Points, x: (at: string) => number): Plot['held'] {
  const held: Plot['held'] = [];
  points.forEach((point, index) => {
    if (!point.holds) return;
    const left = x(point.at);
    const right = x(points[index + 1]?.at ?? point.at);
    const last = held.at(-1);
    if (last && points[index - 1]?.holds) last.width = round(right - last.x);
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

const isNumber = (value: number | null): value is number => value !== null && Number.isFinite(value);
const round = (value: number) => Math.round(value * 100) / 100;

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
