import { packedCells } from '@tallyboard/facts/cell-table';
import type { FactName } from '@tallyboard/facts/facts';
import { middleOfBin, sqlString } from '@tallyboard/facts/sql-text';
import { isAged, isFollowed, isWorked } from '@tallyboard/metrics/formula';
import type { Quantity } from '@tallyboard/metrics/quantity';
import { quantitySql, whereSql } from '@tallyboard/metrics/sql/quantity';
import { beginOf, type Clock, endOf, intervalsOf } from '../clocks.js';
import { LIMITS } from '../limits.js';
import { type LongAgo, longAgoSql } from '../long-ago.js';
import { countedProducts, countedRows, isOfProducts, toldColumns } from '../products.js';

export interface CellsQuery {
  tenant: string;
  /**
   * When each of these spans of time begins by each of the clocks, the first before all that is: sums of the period are told
   * apart by them. Left out: they are not.
   */
  segments?: readonly (readonly number[])[];
  /** By which cells are told apart into intervals; by several only facts that know offices. */
  clocks: readonly Clock[];
  /** Dimensions of the fact. */
  by: readonly string[];
  /** Dimension → values of which one must hold. */
  filter: Readonly<Record<string, readonly string[]>>;
  /** Of the metric, by name. */
  parameters: Readonly<Record<string, number>>;
  /** Epoch seconds of asking. */
  now: number;
  /** By schedules; of quantities that go by them. */
  longAgo?: readonly LongAgo[];
}

/** What the cells of an interval and a group add up to: `q0`, `q1`, …, in the order of the quantities; null: nothing, or not read. */
export interface CellsRow {
  /** The interval; left out when there is but one. OPENING: all that was before the period. */
  i?: number;
  /** Where there are segments: which of them, and the first and the last bucket that is added up, epoch seconds. */
  r?: number;
  first?: number;
  last?: number;
  /** Where there are segments and several clocks: the number of the clock. */
  c?: number;
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
  /** Where groups come from; left out: the cells. */
  groups?: Groups;
}

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

/** Of each cell the newest revision, its arrays side by side as rows. */
const groupsOfCells: Groups = (fact, { columns, shown, within }) =>
  `(SELECT ${shown.join(', ')} FROM ${packedCells(fact)} FINAL WHERE tenant = {tenant:String} AND ${within})
    ARRAY JOIN ${columns.join(', ')}`;

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
    branches.push(followedSql(fact, quantities, measure, query, options));
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
  const grouped = `SELECT ${[...shown, ...sums].join(', ')}
  FROM (${rows})${groups.length > 0 ? `\n  GROUP BY ${groups.join(', ')}` : ''}`;
  const isMerged = !isRaw && quantities.some(({ reading }, n) => isRead[n] && reading.as === 'quantile');
  if (!isMerged) return grouped;
  const outer = quantities.map(({ reading }, n) =>
    reading.as === 'quantile' && isRead[n] ? `${quantileOf(`q${n}`, reading.q)} AS q${n}` : `q${n}`,
  );
  if (segments) throw new Error('quantiles are of no currency');
  return `SELECT ${[...groups, ...outer].join(', ')} FROM (${grouped})`;
}

/**
 * What each key of a map came to before each interval and by how much it changed in it, added up: all of history is read,
 * since a key that was at 0 is told apart from one that was not.
 */
function followedSql(
  fact: FactName,
  quantities: readonly Quantity[],
  measure: string,
  { clocks, by, filter, segments }: CellsQuery,
  { groups: from = groupsOfCells }: CellsOptions,
): string {
  const columns = [...new Set([...by, ...Object.keys(filter), measure])];
  const holds = holdsSql(filter);
  const isSplit = intervalsOf(clocks) > 1;
  const kept = [...by, measure].join(', ');
  const rowsOf = (part: Source['part'], i: string) =>
    `SELECT ${i} AS i, ${kept} FROM (${rowsSql({ fact, columns, holds, clocks, part, isSplit: part === 'period' && isSplit, from })})`;
  const key = [...by, 'key'].join(', ');
  const sums = quantities.map((quantity, n) => {
    const { reading } = quantity;
    if (quantity.measure !== measure || reading.as !== 'change_of_those_before') return `NULL AS q${n}`;
    return `sumIf(${reading.of === 'all' ? 'change' : 'least(change, 0)'}, was != 0) AS q${n}`;
  });
  const ofSegment = segments ? ['toInt32(0) AS r'] : [];
  return `SELECT ${['i', ...ofSegment, ...by, ...sums, ...(segments ? NO_SEGMENT : [])].join(', ')}
  FROM
  (
    SELECT i, ${key}, sum(amount) AS change,
      sum(change) OVER (PARTITION BY ${key} ORDER BY i ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS was
    FROM
    (
      ${rowsOf('period', isSplit ? 'i' : 'toInt32(0)')}
      UNION ALL
      ${rowsOf('opening', `toInt32(${OPENING})`)}
    )
    ARRAY JOIN mapKeys(${measure}) AS key, mapValues(${measure}) AS amount
    GROUP BY i, ${key}
  )
  WHERE i >= 0
  GROUP BY ${['i', ...by].join(', ')}`;
}

/** Of what counts in no segment of its own, by position where sums of segments have the first and last bucket. */
const NO_SEGMENT = ['toUInt32(0) AS first', 'toUInt32(0) AS last'];

export interface Source {
  fact: FactName;
  columns: readonly string[];
  /** Conditions on columns. */
  holds: readonly string[];
  clocks: readonly Clock[];
  part: 'period' | 'opening';
  /** With the column i. */
  isSplit: boolean;
  /** With the column end of the period, where offices have clocks of their own. */
  isAtEnd?: boolean;
  /** With the columns r and at, the bucket in epoch seconds. */
  segments?: CellsQuery['segments'];
  /** With the column c, where offices have clocks of their own. */
  isByClock?: boolean;
  spans?: CellsOptions['spans'];
  from: Groups;
}

/** Conditions on columns that a filter is; of products, on counted ones. */
export const holdsSql = (filter: CellsQuery['filter']): string[] =>
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
    ...(isSplit ? [`toInt32(${evenInterval(bounds) ?? ownInterval(bounds)}) AS i`] : []),
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
  const interval = ({ bounds, intervals }: Clock) => `[${intervals.join(',')}][${ownInterval(bounds)} + 1]`;
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

const spanOf = (part: Source['part'], from: number, to: number): string =>
  part === 'opening' ? `bucket < ${at(from)}` : `bucket < ${at(to)} AND bucket >= ${at(from)}`;

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

/** SQL of the start of a row's interval and of the end of its period, epoch seconds. */
interface Edges {
  start: string;
  end: string;
}

/** Of a quantile the histogram, in order. */
function sumOf(quantity: Quantity, { parameters, now, longAgo }: CellsQuery, { start, end }: Edges): string {
  if (quantity.reading.as === 'quantile') return `mapSort(${rawOf(quantity)})`;
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

/**
 * Of a sorted histogram, what spreadsheets call PERCENTILE.INC: at the place q · (n − 1) among its ascending values,
 * counted from 0, between two of them in proportion. Values are the middles of their bins.
 */
function quantileOf(histogram: string, q: number): string {
  const counts = `mapValues(${histogram})`;
  const place = `(${q} * (arraySum(${counts}) - 1))`;
  const valueAt = (rank: string) => {
    const bin = `mapKeys(${histogram})[arrayFirstIndex(sum -> sum > ${rank}, arrayCumSum(${counts}))]`;
    return `(${middleOfBin(bin)})`;
  };
  const [low, high] = [valueAt(`floor(${place})`), valueAt(`ceil(${place})`)];
  return `if(empty(${histogram}), NULL, ${low} + (${place} - floor(${place})) * (${high} - ${low}))`;
}

const at = (epochSeconds: number) => `toDateTime(${epochSeconds}, 'UTC')`;
