import { packedCells } from '@tallyboard/facts/cell-table';
import { sqlString } from '@tallyboard/facts/sql-text';
import type { Formula, Metric, Term } from './metric.js';

export interface MetricQuery {
  tenant: string;
  /** Epoch seconds on 15-minute marks, ascending: n + 1 bounds of n intervals [bounds[i], bounds[i+1]). */
  bounds: readonly number[];
  /** Dimensions of the metric. */
  by: readonly string[];
  /** Dimension → values of which one must hold. */
  filter: Readonly<Record<string, readonly string[]>>;
  /** Values of the metric's parameters; defaults where absent. */
  parameters: Readonly<Record<string, number>>;
  /** Epoch seconds of asking; only what is still unanswered depends on it. */
  now: number;
}

/** A row of an answer; `i`: the interval. Dimensions stand beside it by name. */
export interface MetricRow {
  i: number;
  value: number | string | null;
  n: number;
  numerator: number | string | null;
  denominator: number | string | null;
  [dimension: string]: number | string | null;
}

/** Money of different currencies is never added: without a filter on one, answers are split by currency. */
export function effectiveBy(metric: Metric, query: Pick<MetricQuery, 'by' | 'filter'>): string[] {
  const priced = metric.dimensions.includes('currency') && usesMoney(metric);
  const needed = priced && !query.by.includes('currency') && query.filter.currency?.length !== 1;
  return needed ? [...query.by, 'currency'] : [...query.by];
}

/**
 * The SQL of an answer. Its rows are MetricRows; intervals and groups without any cell have none.
 * Every name in it comes from the catalogue, every value is bound or quoted.
 */
export function buildMetricQuery(
  metric: Metric,
  query: MetricQuery,
): { sql: string; params: Record<string, unknown> } {
  const by = effectiveBy(metric, query);
  for (const dimension of [...by, ...Object.keys(query.filter)])
    if (!metric.dimensions.includes(dimension))
      throw new Error(`${metric.name} has no dimension ${dimension}`);
  return { sql: formulaSql(metric, query, by), params: { tenant: query.tenant } };
}

/** The SQL of the span in which a fact's cells hold anything: one row of `first` and `last` bucket (epoch seconds) and how many `cells`. */
export function buildExtentQuery(
  { fact }: Metric,
  tenant: string,
): { sql: string; params: Record<string, unknown> } {
  return {
    sql: `SELECT toUnixTimestamp(min(bucket)) AS first, toUnixTimestamp(max(bucket)) AS last, count() AS cells
      FROM ${packedCells(fact)} FINAL WHERE tenant = {tenant:String} AND notEmpty(rep)`,
    params: { tenant },
  };
}

function formulaSql(metric: Metric, query: MetricQuery, by: string[]): string {
  const { formula } = metric;
  const cells = cellsOf(metric, query, by);
  switch (formula.kind) {
    case 'count':
    case 'sum':
      return `SELECT ${list(['i', ...by])}, ${terms(formula.sum)} AS value, ${terms(formula.n)} AS n, NULL AS numerator, NULL AS denominator ${cells.inPeriod}`;
    case 'ratio':
    case 'mean':
      return `SELECT *, if(denominator = 0, NULL, ${formula.scale ? `${formula.scale} * ` : ''}toFloat64(numerator) / toFloat64(denominator)) AS value
        FROM (SELECT ${list(['i', ...by])}, ${terms(formula.numerator)} AS numerator, ${terms(formula.denominator)} AS denominator, ${terms(formula.n ?? formula.denominator)} AS n ${cells.inPeriod})`;
    case 'percentile':
      return `WITH mapKeys(merged) AS bins, arrayCumSum(mapValues(merged)) AS running, bins[arrayFirstIndex(sum -> sum >= greatest(1, ceil(${formula.q} * n)), running)] AS lower
        SELECT ${list(['i', ...by])}, if(n = 0, NULL, lower + (greatest(1, intDiv(roundToExp2(lower), 64)) - 1) / 2) AS value, n, NULL AS numerator, NULL AS denominator
        FROM (SELECT ${list(['i', ...by])}, mapSort(sumMap(${formula.histogram})) AS merged, arraySum(mapValues(merged)) AS n ${cells.inPeriod})`;
    case 'stock': {
      const instants = formula.at === 'start' ? query.bounds.slice(0, -1) : query.bounds.slice(1);
      return `SELECT ${list(['i', ...by])}, stock AS value, stock AS n, NULL AS numerator, NULL AS denominator FROM (${stockSql(cells, formula.sum, instants, by)})`;
    }
    case 'cohort': {
      const stock = stockSql(cells, formula.stock, query.bounds.slice(0, -1), by);
      const lost = `SELECT ${list(['i', ...by])}, toInt64(0) AS stock, toInt64(sum(arraySum(mapValues(mapFilter((since, customers) -> since < [${query.bounds.join(',')}][i + 1], ${formula.lostBy}))))) AS lost ${cells.inPeriod}`;
      return `SELECT ${list(['i', ...by])}, sum(stock) AS denominator, ${formula.kept ? 'denominator - sum(lost)' : 'sum(lost)'} AS numerator, denominator AS n,
          if(denominator = 0, NULL, numerator / denominator) AS value
        FROM (SELECT ${list(['i', ...by])}, stock, toInt64(0) AS lost FROM (${stock}) UNION ALL ${lost})
        GROUP BY ${list(['i', ...by])}`;
    }
    case 'within': {
      const target = Math.floor(query.parameters.target ?? metric.parameters[0]!.default);
      return `SELECT *, if(denominator = 0, NULL, numerator / denominator) AS value, denominator AS n
        FROM (SELECT ${list(['i', ...by])},
          sum(arraySum(mapValues(mapFilter((seconds, tickets) -> seconds <= ${target}, ${formula.seconds})))) AS numerator,
          sum(${formula.answered}) + sum(arraySum(mapValues(mapFilter((since, tickets) -> since + ${target} < ${Math.floor(query.now)}, ${formula.unanswered})))) AS denominator
          ${cells.inPeriod})`;
    }
    case 'oldest':
      return `SELECT ${list(['i', ...by])}, if(n = 0, NULL, greatest(0, ${Math.floor(query.now)} - toInt64(arrayMin(mapKeys(merged)))) * 1000) AS value, n, NULL AS numerator, NULL AS denominator
        FROM (SELECT 0 AS i${by.map((dimension) => `, ${dimension}`).join('')}, sumMap(${formula.since}) AS merged, arraySum(mapValues(merged)) AS n ${cells.beforeEnd(by)})`;
  }
}

interface Cells {
  /** FROM … GROUP BY of the cells inside the period, by interval `i` and dimensions. */
  inPeriod: string;
  /** FROM … GROUP BY of all cells before the end of the period. */
  beforeEnd(by: readonly string[]): string;
}

function cellsOf(metric: Metric, query: MetricQuery, by: string[]): Cells {
  const first = query.bounds[0]!;
  const end = query.bounds.at(-1)!;
  const before = `tenant = {tenant:String} AND bucket < toDateTime(${end}, 'UTC')`;
  const groups = Object.entries(query.filter).map(
    ([dimension, values]) => `${dimension} IN (${values.map(sqlString).join(', ')})`,
  );
  const columns = [...new Set([...by, ...Object.keys(query.filter), ...columnsRead(metric.formula)])];
  const starts = query.bounds.slice(0, -1);
  const i =
    starts.length === 1
      ? '0'
      : `indexOf([${starts.join(',')}], roundDown(toUnixTimestamp(bucket), [${starts.join(',')}])) - 1`;
  /** What is joined is named anew by a subquery: a lambda that reads it would otherwise be given the whole array. */
  const from = (own: string, as: string, where: string) =>
    `FROM (SELECT ${list([as, ...columns])} FROM (SELECT ${list([own, ...columns])} FROM ${packedCells(metric.fact)} FINAL WHERE ${where}) ARRAY JOIN ${list(columns)}${groups.length > 0 ? ` WHERE ${groups.join(' AND ')}` : ''})`;
  return {
    inPeriod: `${from(`toInt32(${i}) AS i`, 'i', `${before} AND bucket >= toDateTime(${first}, 'UTC')`)} GROUP BY ${list(['i', ...by])}`,
    beforeEnd: (dimensions) =>
      `${from('bucket', 'bucket', before)}${dimensions.length > 0 ? ` GROUP BY ${list(dimensions)}` : ''}`,
  };
}

/** The dimensions and measures that a formula reads. */
function columnsRead(formula: Formula): string[] {
  switch (formula.kind) {
    case 'count':
    case 'sum':
      return columnsOfTerms([...formula.sum, ...formula.n]);
    case 'ratio':
    case 'mean':
      return columnsOfTerms([...formula.numerator, ...formula.denominator, ...(formula.n ?? [])]);
    case 'percentile':
      return [formula.histogram];
    case 'stock':
      return columnsOfTerms(formula.sum);
    case 'cohort':
      return [...columnsOfTerms(formula.stock), formula.lostBy];
    case 'within':
      return [formula.answered, formula.seconds, formula.unanswered];
    case 'oldest':
      return [formula.since];
  }
}

const columnsOfTerms = (all: readonly Term[]): string[] =>
  all.flatMap(({ measure, where }) => [measure, ...Object.keys(where ?? {})]);

/** Stock at each instant: changes by the first instant that sees them, added up along the instants. */
function stockSql(cells: Cells, sum: Term[], instants: readonly number[], by: string[]): string {
  const slots = `[${instants.join(',')}]`;
  const changes = `SELECT ${list([...by, `arrayFirstIndex(at -> at > toUnixTimestamp(bucket), ${slots}) AS slot`])}, toInt64(${terms(sum)}) AS change
    ${cells.beforeEnd([...by, 'slot'])}`;
  const running = `SELECT ${list([...by, `arrayCumSum(sumForEach(arrayMap(s -> if(s = slot, change, 0), range(1, ${instants.length + 1})))) AS levels`])}
    FROM (${changes})${by.length > 0 ? ` GROUP BY ${list(by)}` : ''}`;
  return `SELECT ${list(['toInt32(slot - 1) AS i', ...by])}, toInt64(level) AS stock FROM (${running}) ARRAY JOIN levels AS level, arrayEnumerate(levels) AS slot`;
}

function terms(all: readonly Term[]): string {
  return all
    .map(({ measure, where, times }, index) => {
      const conditions = Object.entries(where ?? {}).map(
        ([dimension, value]) => `${dimension} = ${sqlString(value)}`,
      );
      const sum =
        conditions.length > 0 ? `sumIf(${measure}, ${conditions.join(' AND ')})` : `sum(${measure})`;
      const signed = times === -1 || all.some((term) => term.times === -1) ? `toInt64(${sum})` : sum;
      return `${times === -1 ? ' - ' : index > 0 ? ' + ' : ''}${signed}`;
    })
    .join('');
}

const list = (items: readonly string[]): string => items.join(', ');

function usesMoney({ unit, formula }: Metric): boolean {
  return (
    unit === 'money' ||
    ((formula.kind === 'ratio' || formula.kind === 'mean') &&
      formula.numerator.some(({ measure }) => measure.endsWith('_amount')))
  );
}
