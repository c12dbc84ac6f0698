import { isMap, packedCells } from '@tallyboard/facts/cell-table';
import { type FactName, factOf } from '@tallyboard/facts/facts';
import { sqlString } from '@tallyboard/facts/sql-text';
import { beginOf, type Clock, endOf } from '../clocks.js';
import { countedProducts, countedRows, isOfProducts, toldColumns } from '../products.js';
import { OPENING } from './cells-query.js';

/**
 * SQL of what FROM reads: rows with `columns`, and with `shown`, which are made of a bucket and of columns, of a fact's
 * groups in buckets of the tenant. `within`: SQL condition on `bucket`.
 */
export type Groups = (fact: FactName, asked: GroupsAsked) => string;

export interface GroupsAsked {
  columns: readonly string[];
  shown: readonly string[];
  within: string;
}

/** Of each cell the newest revision, its arrays side by side as rows; one row where nothing tells its groups apart. */
export const groupsOfCells: Groups = (fact, { columns, shown, within }) => {
  const cells = `SELECT ${shown.join(', ')} FROM ${packedCells(fact)} FINAL WHERE tenant = {tenant:String} AND ${within}`;
  const { measures } = factOf(fact);
  const wholes = measures.flatMap(({ name, type }) =>
    columns.includes(name) ? [`${wholeOf(name, isMap(type))} AS ${name}`] : [],
  );
  if (wholes.length < columns.length) return `(${cells})\n    ARRAY JOIN ${columns.join(', ')}`;
  return `(SELECT * REPLACE (${wholes.join(', ')}) FROM (${cells} AND notEmpty(${columns[0]})))`;
};

/** A measure of all groups of a cell: half the time of a row for each of them. A map may have a key several times. */
function wholeOf(measure: string, isOfMaps: boolean): string {
  if (!isOfMaps) return `arraySum(${measure})`;
  const [keys, values] = ['mapKeys', 'mapValues'].map(
    (part) => `arrayFlatten(arrayMap(map -> ${part}(map), ${measure}))`,
  );
  return `mapFromArrays(${keys}, ${values})`;
}

export interface Source {
  fact: FactName;
  columns: readonly string[];
  /** Conditions on columns. */
  holds: readonly string[];
  clocks: readonly Clock[];
  /** Which cells: those of the period, those before it, or both. */
  part: 'period' | 'opening' | 'both';
  /** With the column i; of both parts, OPENING is that of what was before. */
  isSplit: boolean;
  /** With the column end of the period, where offices have clocks of their own. */
  isAtEnd?: boolean;
  /** With the columns r and at, the bucket in epoch seconds. */
  segments?: readonly (readonly number[])[] | undefined;
  /** With the column c, where offices have clocks of their own. */
  isByClock?: boolean;
  spans?: Spans | undefined;
  from: Groups;
}

/** Parts of a period, epoch seconds [from, to). */
export type Spans = readonly (readonly [number, number])[];

/** Conditions on columns that a filter is; of products, on counted ones. */
export const holdsSql = (filter: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(filter).map(([dimension, values]) => {
    const quoted = values.map(sqlString);
    return `${dimension} IN (${dimension === 'product' ? countedProducts(quoted) : quoted.join(', ')})`;
  });

/** The groups that a question asks for, one by one. */
export function rowsSql(source: Source): string {
  const { columns, holds, clocks } = source;
  const rowsOf = (told: Source) => (clocks.length === 1 ? rowsByOne(told, clocks[0]!) : rowsByOffice(told));
  if (!columns.some(isOfProducts)) return rowsOf(source);
  const counted = countedRows(rowsOf({ ...source, columns: toldColumns(columns), holds: [] }));
  return holds.length > 0 ? `SELECT * FROM (${counted}) WHERE ${holds.join(' AND ')}` : counted;
}

/** The groups of cells as rows, where all go by one clock: the interval is that of the cell. */
function rowsByOne(
  { fact, columns, holds, part, isSplit, segments, spans, from }: Source,
  { bounds }: Clock,
): string {
  const own = [
    ...(isSplit
      ? [`toInt32(${placed(part, bounds[0]!, evenInterval(bounds) ?? ownInterval(bounds))}) AS i`]
      : []),
    ...(segments ? [`toInt32(${segmentOf(segments[0]!)}) AS r`, BUCKET_SECONDS] : []),
    ...columns,
  ];
  const joined = [...(isSplit ? ['i'] : []), ...(segments ? ['r', 'at'] : []), ...columns];
  const within = [
    spanOf(part, bounds[0]!, bounds.at(-1)!),
    ...(spans && part === 'period'
      ? [`(${spans.map(([from, to]) => `bucket >= ${at(from)} AND bucket < ${at(to)}`).join(' OR ')})`]
      : []),
  ];
  // Named anew by a subquery: a lambda that reads a joined column would otherwise be given the whole array.
  return `SELECT ${joined.join(', ')}
    FROM ${from(fact, { columns, shown: own, within: within.join(' AND ') })}${holds.length > 0 ? `\n    WHERE ${holds.join(' AND ')}` : ''}`;
}

/** The same where offices have clocks of their own: the interval is that of the group, and `start` when it began. */
function rowsByOffice({
  fact,
  columns,
  holds,
  clocks,
  part,
  isSplit,
  isAtEnd,
  segments,
  isByClock,
  from,
}: Source): string {
  const joined = [...new Set([...columns, 'office'])];
  const byClock = (of: (clock: Clock) => string) => {
    const branches = clocks
      .filter(({ offices }) => offices !== null)
      .flatMap((clock) => [`office IN (${clock.offices!.map(sqlString).join(', ')})`, of(clock)]);
    const rest = clocks.find(({ offices }) => offices === null);
    return `multiIf(${[...branches, rest ? of(rest) : of(NOBODY)].join(', ')})`;
  };
  const interval = ({ bounds, intervals }: Clock) =>
    placed(part, bounds[0]!, `[${intervals.join(',')}][${ownInterval(bounds)} + 1]`);
  const start = ({ bounds }: Clock) =>
    `roundDown(toUnixTimestamp(bucket), [${bounds.slice(0, -1).join(',')}])`;
  const shown = [
    ...(isSplit ? [`toInt32(${byClock(interval)}) AS i`] : []),
    ...(segments
      ? [
          `toInt32(${byClock((clock) => segmentOf(segments[clocks.indexOf(clock)] ?? [0]))}) AS r`,
          BUCKET_SECONDS,
        ]
      : []),
    ...(isByClock ? [`toInt32(${byClock((clock) => String(clocks.indexOf(clock)))}) AS c`] : []),
    ...(part === 'period' ? [`${byClock(start)} AS start`] : []),
    ...(isAtEnd ? [`${byClock(({ bounds }) => String(bounds.at(-1)!))} AS end`] : []),
    ...columns,
  ];
  const conditions = [byClock(({ bounds }) => spanOf(part, bounds[0]!, bounds.at(-1)!)), ...holds];
  // All openings together end where the last of them does.
  const last = part === 'opening' ? Math.max(...clocks.map(({ bounds }) => bounds[0]!)) : endOf(clocks);
  const within = spanOf(part, part === 'opening' ? last : beginOf(clocks), last);
  return `SELECT ${shown.join(', ')}
    FROM ${from(fact, { columns: joined, shown: ['bucket', ...joined], within })}
    WHERE ${conditions.join(' AND ')}`;
}

/** Of offices that were not asked for there is nothing. */
const NOBODY: Clock = { offices: null, tz: 'UTC', bounds: [0, 0], intervals: [0] };

function spanOf(part: Source['part'], from: number, to: number): string {
  if (part === 'period') return `bucket < ${at(to)} AND bucket >= ${at(from)}`;
  return `bucket < ${at(part === 'opening' ? from : to)}`;
}

/** The interval of a bucket, which is `within` the period that begins then unless both parts are read. */
const placed = (part: Source['part'], begin: number, within: string): string =>
  part === 'both' ? `if(bucket < ${at(begin)}, ${OPENING}, ${within})` : within;

const BUCKET_SECONDS = 'toUnixTimestamp(bucket) AS at';

/** Which span a bucket is in, by its number, of those that begin then. */
const segmentOf = (starts: readonly number[]): string => ownInterval([...starts, Number.POSITIVE_INFINITY]);

/** Which interval of equal ones a bucket within the bounds is in; null: they are not equal. */
function evenInterval(bounds: readonly number[]): string | null {
  const [first, second] = bounds as [number, number];
  const length = second - first;
  return bounds.every((bound, i) => bound === first + i * length)
    ? `intDiv(toUnixTimestamp(bucket) - ${first}, ${length})`
    : null;
}

/**
 * Which interval of a clock a bucket is in, by its number: the start it follows by a binary search, the number of that by
 * a hash table, as a backtest has tens of thousands.
 */
function ownInterval(bounds: readonly number[]): string {
  const starts = `[${bounds.slice(0, -1).join(',')}]`;
  return `transform(roundDown(toUnixTimestamp(bucket), ${starts}), ${starts}, range(${bounds.length - 1}))`;
}

const at = (epochSeconds: number) => `toDateTime(${epochSeconds}, 'UTC')`;
