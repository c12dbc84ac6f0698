import { packedCells } from '@tallyboard/facts/cell-table';
import type { FactName } from '@tallyboard/facts/facts';
import { isAged, isFollowed, isWorked } from '@tallyboard/metrics/formula';
import type { Quantity } from '@tallyboard/metrics/quantity';
import { quantitySql, whereSql } from '@tallyboard/metrics/sql/quantity';
import { intervalsOf } from '../clocks.js';
import { LIMITS } from '../limits.js';
import { longAgoSql } from '../long-ago.js';
import { type CellsQuery, NO_SEGMENT, OPENING } from './cells-query.js';
import { followedSql } from './followed-sql.js';
import { type Groups, groupsOfCells, holdsSql, rowsSql, type Spans } from './rows-sql.js';

/** Of statements over cells. These are few rows of much each: some hundred of them are worth a second thread. */
export const CELLS_SETTINGS = [
  `max_execution_time = ${LIMITS.querySeconds}`,
  'merge_tree_min_rows_for_concurrent_read = 64',
  'merge_tree_min_bytes_for_concurrent_read = 1',
].join(', ');

export interface CellsOptions {
  withOpening: boolean;
  /** Maps as they are, for whoever adds intervals up: no quantile, and every key. */
  isRaw?: boolean;
  /** Only these parts of the period are read, epoch seconds [from, to); left out: all of it. */
  spans?: Spans;
  /** Where groups come from; left out: the cells. */
  groups?: Groups;
}

/**
 * The SQL that adds up the cells of a fact; its rows are CellsRow, and intervals and groups without any cell have none.
 * Null when nothing need be read. Every name in it comes from the catalogue, every value is bound or quoted.
 */
export function cellsSql(
  fact: FactName,
  quantities: readonly Quantity[],
  query: CellsQuery,
  options: CellsOptions,
): { sql: string; params: Record<string, unknown> } | null {
  const isSplit = intervalsOf(query.clocks) > 1;
  // What is before the only interval is in the opening.
  const inPeriod = quantities.map(
    (quantity) => !isFollowed(quantity) && (isSplit || quantity.window !== 'before_start'),
  );
  const inOpening = quantities.map((quantity) => options.withOpening && quantity.window !== 'interval');
  const branches: string[] = [];
  if (inPeriod.some(Boolean)) branches.push(sumsSql(fact, quantities, inPeriod, query, 'period', options));
  if (inOpening.some(Boolean)) branches.push(sumsSql(fact, quantities, inOpening, query, 'opening', options));
  for (const measure of new Set(quantities.filter(isFollowed).map((quantity) => quantity.measure)))
    branches.push(followedSql(fact, quantities, measure, query, options.groups ?? groupsOfCells));
  return branches.length === 0
    ? null
    : { sql: branches.join('\nUNION ALL\n'), params: { tenant: query.tenant } };
}

/** The SQL of the span in which a fact's cells hold anything: one row of `first` and `last` bucket (epoch seconds) and how many `cells`. */
export function extentSql(fact: FactName, tenant: string): { sql: string; params: Record<string, unknown> } {
  return {
    sql: `SELECT toUnixTimestamp(min(bucket)) AS first, toUnixTimestamp(max(bucket)) AS last, count() AS cells
FROM ${packedCells(fact)} FINAL WHERE tenant = {tenant:String} AND notEmpty(rep)`,
    params: { tenant },
  };
}

/**
 * The groups of cells added up. An interval is a column only where there
 * are several: grouping by one column of few values is twice as fast as by two.
 */
function sumsSql(
  fact: FactName,
  quantities: readonly Quantity[],
  isRead: readonly boolean[],
  query: CellsQuery,
  part: 'period' | 'opening',
  { isRaw = false, spans, groups: from = groupsOfCells }: CellsOptions,
): string {
  const { clocks, by, filter, segments } = query;
  const read = quantities.filter((_, index) => isRead[index]);
  const columns = [
    ...new Set([
      ...by,
      ...Object.keys(filter),
      ...read.flatMap(({ measure, where }) => [measure, ...Object.keys(where)]),
      ...(read.some(isWorked) ? ['schedule', 'office'] : []),
    ]),
  ];
  const isSplit = part === 'period' && intervalsOf(clocks) > 1;
  const isAccrued = read.some((quantity) => quantity.isAccrued);
  const ofSegment = part === 'period' || isAccrued ? segments : undefined;
  const isByClock = segments !== undefined && clocks.length > 1;
  const groups = [...(isSplit ? ['i'] : []), ...(ofSegment ? ['r'] : []), ...(isByClock ? ['c'] : []), ...by];
  const holds = holdsSql(filter);
  const isAtEnd = read.some(({ reading }) => isAged(reading));
  const rows = rowsSql({
    fact,
    columns,
    holds,
    clocks,
    part,
    isSplit,
    isAtEnd,
    segments: ofSegment,
    isByClock,
    spans,
    from,
  });
  const start =
    clocks.length === 1 ? `[${clocks[0]!.bounds.join(',')}][${isSplit ? 'i + 1' : '1'}]` : 'start';
  const end = clocks.length === 1 ? String(clocks[0]!.bounds.at(-1)!) : 'end';
  const sums = quantities.map((quantity, n) =>
    isRead[n]
      ? `${isRaw ? rawOf(quantity) : sumOf(quantity, query, { start, end })} AS q${n}`
      : `NULL AS q${n}`,
  );
  const shown = [...groups];
  if (segments) {
    if (!ofSegment) shown.unshift('toInt32(0) AS r');
    sums.push(...(ofSegment ? ['min(at) AS first', 'max(at) AS last'] : NO_SEGMENT));
  }
  if (part === 'opening') shown.unshift(`toInt32(${OPENING}) AS i`);
  else if (!isSplit && quantities.some((quantity) => quantity.window !== 'interval' || isFollowed(quantity)))
    // Of one number of columns with the opening.
    shown.unshift('toInt32(0) AS i');
  return `SELECT ${[...shown, ...sums].join(', ')}
  FROM (${rows})${groups.length > 0 ? `\n  GROUP BY ${groups.join(', ')}` : ''}`;
}

/** SQL of the start of a row's interval and of the end of its period, epoch seconds. */
interface Edges {
  start: string;
  end: string;
}

function sumOf(quantity: Quantity, { parameters, now, longAgo }: CellsQuery, { start, end }: Edges): string {
  return quantitySql(quantity, {
    column: (_, name) => name,
    within: () => null,
    beforeStart: (key) => `${key} < ${start}`,
    beforeEnd: (key) => `${key} < ${end}`,
    workedLonger: (key) => longAgoSql(key, longAgo ?? []),
    parameters,
    now: String(Math.floor(now)),
  });
}

/** The measure itself: a number, or a map with all of its keys. */
function rawOf({ measure, type, where }: Quantity): string {
  const conditions = whereSql(where);
  const aggregate = type === 'map' ? 'sumMap' : 'sum';
  return conditions.length === 0
    ? `${aggregate}(${measure})`
    : `${aggregate}If(${measure}, ${conditions.join(' AND ')})`;
}
