import type { Quantity } from '@tallyboard/metrics/quantity';
import { CELLS_SETTINGS, type CellsRow, cellsSql, OPENING } from './cells/cells-sql.js';
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

/** Adds up cells between bounds, group by group; who needs the sum of several intervals adds these. */
export async function sumsOf(
  database: Database,
  { tenant, quantities, by, filter, bounds, spans }: SumsRequest,
  signal?: AbortSignal,
): Promise<GroupSums[]> {
  const groups = new Map<string, GroupSums>();
  const facts = [...new Set(quantities.map(({ fact }) => fact))];
  const nothing = (): Sum[] => quantities.map(({ type }) => (type === 'map' ? new Map() : 0));
  const take = (own: readonly Quantity[], row: CellsRow): void => {
    const group = by.map((dimension) => String(row[dimension] ?? ''));
    const key = JSON.stringify(group);
    const sums = groups.get(key) ?? { group, steps: new Array(bounds.length - 1), opening: undefined };
    groups.set(key, sums);
    const i = row.i ?? 0;
    const step = (i === OPENING ? sums.opening : sums.steps[i]) ?? nothing();
    if (i === OPENING) sums.opening = step;
    else sums.steps[i] = step;
    for (const [n, quantity] of own.entries())
      step[quantities.indexOf(quantity)] = sumIn(quantity, row[`q${n}`]);
  };
  await Promise.all(
    facts.map(async (fact) => {
      const own = quantities.filter((quantity) => quantity.fact === fact);
      const withOpening = own.some(({ window }) => window !== 'interval');
      const statement = cellsSql(
        fact,
        own,
        { tenant, bounds, by, filter, parameters: {}, now: 0 },
        { withOpening, isRaw: true, ...(spans && !withOpening ? { spans } : {}) },
      );
      if (!statement) return;
      const sql = `SELECT * FROM (\n${statement.sql}\n) SETTINGS ${CELLS_SETTINGS}`;
      for (const row of await database.rows<CellsRow>(sql, statement.params, signal)) take(own, row);
    }),
  );
  return [...groups.values()];
}

function sumIn({ type }: Quantity, value: unknown): Sum {
  if (type !== 'map') return Number(value ?? 0);
  return new Map(Object.entries(value ?? {}).map(([key, count]) => [Number(key), Number(count)]));
}
