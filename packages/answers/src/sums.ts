import type { Quantity } from '@tallyboard/metrics/quantity';
import { OPENING } from './cells/cells-query.js';
import { CELLS_SETTINGS, cellsSql } from './cells/cells-sql.js';
import { oneClock } from './clocks.js';
import type { Database } from './database.js';

/** What cells add up to: money in its own unit, maps (whole keys → how many) as they are. */
export type Sum = number | ReadonlyMap<number, number>;

/** Of one group: by interval, in the order of the quantities asked for. */
export interface GroupSums {
  /** Values in the order of `by`. */
  group: string[];
  /** Nothing where there is nothing. */
  steps: (Sum[] | undefined)[];
  /** Of all cells before the first bound; only what looks back before the period. */
  opening: Sum[] | undefined;
}

export interface SumsRequest {
  tenant: string;
  quantities: readonly Quantity[];
  by: readonly string[];
  filter: Readonly<Record<string, readonly string[]>>;
  /** Epoch seconds on 15-minute marks: n + 1 bounds of n intervals. */
  bounds: readonly number[];
  /** Parts of the period that are read; left out: all of it. Not with quantities that look back. */
  spans?: readonly (readonly [number, number])[] | undefined;
}

/** Of one group: its intervals, and beside each `s0`, the sum of a quantity, or `k0` and `v0`, keys and counts of a map. */
interface GroupRow {
  intervals: number[];
  [column: string]: unknown;
}

/** Adds up cells between bounds, group by group; who needs the sum of several intervals adds these. */
export async function sumsOf(
  database: Database,
  { tenant, quantities, by, filter, bounds, spans }: SumsRequest,
  signal?: AbortSignal,
): Promise<GroupSums[]> {
  const groups = new Map<string, GroupSums>();
  const facts = [...new Set(quantities.map(({ fact }) => fact))];
  const nothing = (): Sum[] => quantities.map(({ type }) => (type === 'map' ? new Map() : 0));
  const take = (own: readonly Quantity[], row: GroupRow): void => {
    const group = by.map((dimension) => String(row[dimension] ?? ''));
    const key = JSON.stringify(group);
    const sums = groups.get(key) ?? { group, steps: new Array(bounds.length - 1), opening: undefined };
    groups.set(key, sums);
    const columns = own.map((quantity, n) => columnOf(quantity, row, n));
    const places = own.map((quantity) => quantities.indexOf(quantity));
    for (const [at, i] of row.intervals.entries()) {
      const step = (i === OPENING ? sums.opening : sums.steps[i]) ?? nothing();
      if (i === OPENING) sums.opening = step;
      else sums.steps[i] = step;
      for (const [n, column] of columns.entries()) step[places[n]!] = column(at);
    }
  };
  await Promise.all(
    facts.map(async (fact) => {
      const own = quantities.filter((quantity) => quantity.fact === fact);
      const withOpening = own.some(({ window }) => window !== 'interval');
      const statement = cellsSql(
        fact,
        own,
        { tenant, clocks: [oneClock(bounds)], by, filter, parameters: {}, now: 0 },
        { withOpening, isRaw: true, ...(spans && !withOpening ? { spans } : {}) },
      );
      if (!statement) return;
      const hasIntervals = bounds.length > 2 || withOpening;
      const sql = `${inLists(statement.sql, own, by, hasIntervals)}\nSETTINGS ${CELLS_SETTINGS}`;
      for (const row of await database.rows<GroupRow>(sql, statement.params, signal)) take(own, row);
    }),
  );
  return [...groups.values()];
}

/** A row a group instead of one for each of its intervals: of many intervals a tenth of the text, and of the time to read it. */
function inLists(
  sql: string,
  quantities: readonly Quantity[],
  by: readonly string[],
  hasIntervals: boolean,
): string {
  const lists = quantities.map(({ type }, n) =>
    type === 'map'
      ? `groupArray(mapKeys(q${n})) AS k${n}, groupArray(mapValues(q${n})) AS v${n}`
      : `groupArray(ifNull(q${n}, 0)) AS s${n}`,
  );
  return `SELECT ${[...by, hasIntervals ? 'groupArray(i) AS intervals' : '[0] AS intervals', ...lists].join(', ')}
FROM (
${sql}
)${by.length > 0 ? `\nGROUP BY ${by.join(', ')}` : ''}`;
}

/** What the quantity comes to in each of the row's intervals. */
function columnOf({ type }: Quantity, row: GroupRow, n: number): (at: number) => Sum {
  if (type !== 'map') {
    const sums = row[`s${n}`] as (number | string)[];
    return (at) => Number(sums[at]);
  }
  const [keys, counts] = [row[`k${n}`] as number[][], row[`v${n}`] as number[][]];
  return (at) => new Map(keys[at]!.map((key, i) => [Number(key), Number(counts[at]![i])]));
}
