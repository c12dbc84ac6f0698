import type { FactName } from '@tallyboard/facts/facts';
import {
  canKeepBefore,
  currenciesWithout,
  type Formula,
  factsOf,
  readsOf,
} from '@tallyboard/metrics/formula';
import { withDefaults } from '@tallyboard/metrics/parameter';
import type { Quantity } from '@tallyboard/metrics/quantity';
import { type CellsQuery, type CellsRow, OPENING } from './cells/cells-query.js';
import { CELLS_SETTINGS, cellsSql } from './cells/cells-sql.js';
import type { Groups } from './cells/rows-sql.js';
import type { Database } from './database.js';
import type { Counted } from './groups.js';
import { LIMITS } from './limits.js';
import { longAgo } from './long-ago.js';
import type { Opening } from './opening.js';
import { looksUpProducts } from './products.js';
import type { AskedPeriod } from './question/asked-period.js';
import { lessOf } from './question/filters.js';
import type { MetricRequest } from './question/metric-request.js';
import { schedulesOf } from './schedule-versions.js';

export interface CountedOptions {
  /** Epoch seconds of asking. */
  now: number;
  opening: Opening;
  signal: AbortSignal | undefined;
  /** See CellsQuery; undefined: sums are of the whole period. */
  segments?: CellsQuery['segments'];
  /** Left out: the cells. */
  groups?: Groups;
  maxRows?: number;
}

/** What the cells of each fact, or its `groups`, add up to. One row too many says that there were more. */
export async function countedOf(
  database: Database,
  tenant: string,
  { metric: { formula, parameters: known }, by, filter, parameters }: MetricRequest,
  { clocks }: AskedPeriod,
  { now, opening, signal, segments, groups, maxRows = LIMITS.rows }: CountedOptions,
): Promise<Counted[]> {
  const chosen = withDefaults(known, parameters);
  const target = workedTargetOf(formula);
  const query = {
    tenant,
    clocks,
    ...(segments ? { segments } : {}),
    parameters: chosen,
    now,
    ...(target === null
      ? {}
      : { longAgo: longAgo(await schedulesOf(database, tenant, signal), now, Math.floor(chosen[target]!)) }),
  };
  // A product that is merged restates no cell, so what was kept would not show it.
  const isKept = canKeepBefore(formula) && !looksUpProducts({ by, filter });
  const kept = isKept ? opening.get(clocks) : null;
  if (!kept) opening.begin();
  const counted = await Promise.all(
    readTogether(formula).map(async ({ fact, without, quantities }) => {
      const own = {
        ...query,
        by: by.filter((name) => !without.includes(name)),
        filter: lessOf(filter, without),
      };
      const statement = cellsSql(fact, quantities, own, {
        withOpening: !kept,
        ...(groups ? { groups } : {}),
      });
      const found = statement
        ? await database.rows<CellsRow>(limited(statement.sql, maxRows), statement.params, signal)
        : [];
      return { fact, quantities, without, rows: [...found, ...(kept?.get(fact) ?? [])] };
    }),
  );
  if (!kept && isKept && counted.every(({ rows }) => rows.length <= maxRows))
    opening.keep(
      clocks,
      new Map(counted.map(({ fact, rows }) => [fact, rows.filter(({ i }) => i === OPENING)])),
    );
  return counted;
}

/** The parameter that says how much working time may pass; null: schedules are of no account. */
function workedTargetOf(formula: Formula): string | null {
  for (const { reading } of readsOf(formula))
    if (reading.as === 'count' && typeof reading.keys === 'object' && 'workedLongerThan' in reading.keys)
      return reading.keys.workedLongerThan;
  return null;
}

/** What one statement reads: the quantities of a fact that are told apart by the same dimensions. */
function readTogether(formula: Formula): { fact: FactName; without: string[]; quantities: Quantity[] }[] {
  return factsOf(formula).flatMap((fact) => {
    const ofFact = readsOf(formula).filter((quantity) => quantity.fact === fact);
    const wholes = [...new Set(ofFact.map(({ across }) => across.join()))];
    return wholes.map((whole) => {
      const quantities = ofFact.filter(({ across }) => across.join() === whole);
      return { fact, quantities, without: [...quantities[0]!.across, ...currenciesWithout(formula, fact)] };
    });
  });
}

const limited = (sql: string, maxRows: number) =>
  `SELECT * FROM (\n${sql}\n) LIMIT ${maxRows + 1} SETTINGS ${CELLS_SETTINGS}`;
