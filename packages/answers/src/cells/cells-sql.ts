import { packedCells } from '@tallyboard/facts/cell-table';
import type { FactName } from '@tallyboard/facts/facts';
import { sqlString } from '@tallyboard/facts/sql-text';
import type { Keys, Quantity } from '@tallyboard/metrics/quantity';
import { LIMITS } from '../limits.js';

export interface CellsQuery {
  tenant: string;
  /** Epoch seconds on 15-minute marks, ascending: n + 1 bounds of n intervals [bounds[i], bounds[i+1]). */
  bounds: readonly number[];
  /** Dimensions of the fact. */
  by: readonly string[];
  /** Dimension → values of which one must hold. */
  filter: Readonly<Record<string, readonly string[]>>;
  /** Of the metric, by name. */
  parameters: Readonly<Record<string, number>>;
  /** Epoch seconds of asking. */
  now: number;
}

/** What the cells of an interval and a group add up to: `q0`, `q1`, …, in the order of the quantities; null: nothing, or not read. */
export interface CellsRow {
  /** The interval; left out when there is but one. OPENING: all that was before the period. */
  i?: number;
  /** Dimensions by name, and quantities. */
  [column: string]: number | string | null | undefined;
}

export const OPENING = -1;

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
  spans?: readonly (readonly [number, number])[];
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
  const isSplit = query.bounds.length > 2;
  // What is before the only interval is in the opening.
  const inPeriod = quantities.map((quantity) => isSplit || quantity.window !== 'before_start');
  const inOpening = quantities.map((quantity) => options.withOpening && quantity.window !== 'interval');
  const branches: string[] = [];
  if (inPeriod.some(Boolean)) branches.push(sumsSql(fact, quantities, inPeriod, query, 'period', options));
  if (inOpening.some(Boolean)) branches.push(sumsSql(fact, quantities, inOpening, query, 'opening', options));
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
 * Of each cell the newest revision, its arrays side by side as rows, added up. An interval is a column only where there
 * are several: grouping by one column of few values is twice as fast as by two.
 */
function sumsSql(
  fact: FactName,
  quantities: readonly Quantity[],
  isRead: readonly boolean[],
  query: CellsQuery,
  part: 'period' | 'opening',
  { isRaw = false, spans }: CellsOptions,
): string {
  const { bounds, by, filter } = query;
  const read = quantities.filter((_, index) => isRead[index]);
  const columns = [
    ...new Set([
      ...by,
      ...Object.keys(filter),
      ...read.flatMap(({ measure, where }) => [measure, ...Object.keys(where)]),
    ]),
  ];
  const interval = part === 'period' ? intervalOf(bounds) : null;
  const groups = [...(interval === null ? [] : ['i']), ...by];
  const holds = Object.entries(filter).map(
    ([dimension, values]) => `${dimension} IN (${values.map(sqlString).join(', ')})`,
  );
  const span =
    part === 'opening'
      ? `bucket < ${at(bounds[0]!)}`
      : [
          `bucket < ${at(bounds.at(-1)!)} AND bucket >= ${at(bounds[0]!)}`,
          ...(spans
            ? [`(${spans.map(([from, to]) => `bucket >= ${at(from)} AND bucket < ${at(to)}`).join(' OR ')})`]
            : []),
        ].join(' AND ');
  const own = interval === null ? columns : [`toInt32(${interval}) AS i`, ...columns];
  const joined = interval === null ? columns : ['i', ...columns];
  // Named anew by a subquery: a lambda that reads a joined column would otherwise be given the whole array.
  const rows = `SELECT ${joined.join(', ')}
    FROM (SELECT ${own.join(', ')} FROM ${packedCells(fact)} FINAL WHERE tenant = {tenant:String} AND ${span})
    ARRAY JOIN ${columns.join(', ')}${holds.length > 0 ? `\n    WHERE ${holds.join(' AND ')}` : ''}`;
  const index = interval === null ? '1' : 'i + 1';
  const sums = quantities.map((quantity, n) =>
    isRead[n] ? `${isRaw ? rawOf(quantity) : sumOf(quantity, query, index)} AS q${n}` : `NULL AS q${n}`,
  );
  const shown = [...groups];
  if (part === 'opening') shown.unshift(`toInt32(${OPENING}) AS i`);
  else if (interval === null && quantities.some(({ window }) => window !== 'interval'))
    // Of one number of columns with the opening.
    shown.unshift('toInt32(0) AS i');
  const grouped = `SELECT ${[...shown, ...sums].join(', ')}
  FROM (${rows})${groups.length > 0 ? `\n  GROUP BY ${groups.join(', ')}` : ''}`;
  const isMerged = !isRaw && quantities.some(({ reading }, n) => isRead[n] && reading.as === 'quantile');
  if (!isMerged) return grouped;
  const outer = quantities.map(({ reading }, n) =>
    reading.as === 'quantile' && isRead[n] ? `${quantileOf(`q${n}`, reading.q)} AS q${n}` : `q${n}`,
  );
  return `SELECT ${[...groups, ...outer].join(', ')} FROM (${grouped})`;
}

/** The interval of a bucket by its number; null when there is but one. */
function intervalOf(bounds: readonly number[]): string | null {
  if (bounds.length <= 2) return null;
  const [first, second] = bounds as [number, number];
  const length = second - first;
  if (bounds.every((bound, i) => bound === first + i * length))
    return `intDiv(toUnixTimestamp(bucket) - ${first}, ${length})`;
  const starts = bounds.slice(0, -1).join(',');
  return `indexOf([${starts}], roundDown(toUnixTimestamp(bucket), [${starts}])) - 1`;
}

/** `index`: of the interval's bounds, from 1. */
function sumOf({ measure, where, reading }: Quantity, query: CellsQuery, index: string): string {
  const conditions = Object.entries(where).map(([dimension, value]) => `${dimension} = ${sqlString(value)}`);
  const over = (aggregate: string, value: string, ...more: string[]) => {
    const all = [...conditions, ...more];
    return all.length === 0 ? `${aggregate}(${value})` : `${aggregate}If(${value}, ${all.join(' AND ')})`;
  };
  switch (reading.as) {
    case 'sum':
      return over('sum', measure);
    case 'count':
      return over('sum', `arraySum(mapValues(${keysOf(measure, reading.keys, query, index)}))`);
    case 'quantile':
      return `mapSort(${over('sumMap', measure)})`;
    case 'least_key':
      return over('minOrNull', `arrayMin(mapKeys(${measure}))`, `notEmpty(${measure})`);
  }
}

/** The measure itself: a number, or a map with all of its keys. */
function rawOf({ measure, type, where }: Quantity): string {
  const conditions = Object.entries(where).map(([dimension, value]) => `${dimension} = ${sqlString(value)}`);
  const aggregate = type === 'map' ? 'sumMap' : 'sum';
  return conditions.length === 0
    ? `${aggregate}(${measure})`
    : `${aggregate}If(${measure}, ${conditions.join(' AND ')})`;
}

/** A map without the keys that do not count. */
function keysOf(measure: string, keys: Keys, { bounds, parameters, now }: CellsQuery, index: string): string {
  const filtered = (condition: string) => `mapFilter((key, count) -> ${condition}, ${measure})`;
  if (keys === 'all') return measure;
  if (keys === 'before_start') return filtered(`key < [${bounds.join(',')}][${index}]`);
  if ('upTo' in keys) return filtered(`key <= ${Math.floor(parameters[keys.upTo]!)}`);
  return filtered(`key + ${Math.floor(parameters[keys.olderThan]!)} < ${Math.floor(now)}`);
}

/** Of a sorted histogram, the middle of the bin that holds the value of rank ⌈q · n⌉ (nearest rank). */
function quantileOf(histogram: string, q: number): string {
  const counts = `mapValues(${histogram})`;
  const bin = `mapKeys(${histogram})[arrayFirstIndex(sum -> sum >= greatest(1, ceil(${q} * arraySum(${counts}))), arrayCumSum(${counts}))]`;
  return `if(empty(${histogram}), NULL, ${bin} + (greatest(1, intDiv(roundToExp2(${bin}), 64)) - 1) / 2)`;
}

const at = (epochSeconds: number) => `toDateTime(${epochSeconds}, 'UTC')`;
