import type { Cell } from '@tallyboard/domain/oracle';
import { type Numbers, SECOND_ANSWERS, type Selection } from './second-answers.js';

/** A question, as far as its answer depends on it. Instants in epoch seconds. */
export interface Asked {
  metric: string;
  facts: readonly Cell['fact'][];
  tenant: string;
  from: number;
  to: number;
  interval: 'none' | 'hour' | 'day';
  tz: string;
  by: readonly string[];
  filter: Readonly<Record<string, readonly string[]>>;
  now: number;
  target: number;
}

export interface SecondRow extends Numbers {
  /** Epoch seconds. */
  start: number;
  dimensions: Record<string, string>;
}

const QUARTER = 900;

/** The rows of an answer, cell by cell: every interval that has begun of every group that something stands behind. */
export function secondRows(cells: readonly Cell[], asked: Asked): SecondRow[] {
  const mine = cells.filter(
    ({ tenant, fact, dimensions }) =>
      tenant === asked.tenant &&
      asked.facts.includes(fact) &&
      Object.entries(asked.filter).every(([name, values]) => values.includes(dimensions[name]!)),
  );
  const groups = new Map<string, { dimensions: Record<string, string>; cells: Cell[] }>();
  if (asked.by.length === 0) groups.set('[]', { dimensions: {}, cells: [] });
  for (const cell of mine) {
    const dimensions = Object.fromEntries(asked.by.map((name) => [name, cell.dimensions[name]!]));
    const key = JSON.stringify(Object.values(dimensions));
    const group = groups.get(key) ?? { dimensions, cells: [] };
    groups.set(key, group);
    group.cells.push(cell);
  }
  const starts = startsOf(asked);
  return [...groups.values()].flatMap(({ dimensions, cells: own }) => {
    const rows = starts.map((start, i) => {
      const end = starts[i + 1] ?? asked.to;
      const selection: Selection = {
        inside: own.filter(({ bucket }) => bucket >= start && bucket < end),
        beforeStart: own.filter(({ bucket }) => bucket < start),
        beforeEnd: own.filter(({ bucket }) => bucket < end),
        start,
        now: asked.now,
        target: asked.target,
      };
      return { start, dimensions, ...SECOND_ANSWERS[asked.metric]!(selection) };
    });
    const shown = rows.filter(
      ({ start, n }) =>
        asked.interval === 'none' ||
        starts.length === 1 ||
        start <= asked.now ||
        (n !== 0 && !looksBack(asked.metric)),
    );
    return asked.by.length === 0 || shown.some(({ n }) => n !== 0) ? shown : [];
  });
}

/** Whether its second answer takes cells from before the interval: then a number of the future is not known. */
function looksBack(metric: string): boolean {
  let looked = false;
  const before = (): Cell[] => {
    looked = true;
    return [];
  };
  SECOND_ANSWERS[metric]!({
    inside: [],
    get beforeStart() {
      return before();
    },
    get beforeEnd() {
      return before();
    },
    start: 0,
    now: 0,
    target: 0,
  });
  return looked;
}

/** The quarter hours at which the clocks of the zone show another hour or day than a quarter hour before. */
function startsOf({ from, to, interval, tz }: Asked): number[] {
  if (interval === 'none') return [from];
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone: tz,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(interval === 'hour' ? { hour: '2-digit', hourCycle: 'h23' } : {}),
  });
  const starts = [from];
  for (let at = from + QUARTER; at < to; at += QUARTER)
    if (clock.format(at * 1_000) !== clock.format((at - QUARTER) * 1_000)) starts.push(at);
  return starts;
}
