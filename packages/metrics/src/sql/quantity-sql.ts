import { middleOfBin, sqlString } from '@tallyboard/facts/sql-text';
import type { Keys, Quantity, Where, Window } from '../expression/quantity.js';

/** What a quantity is added up from. */
export interface Rows {
  /** Of a measure or a dimension of a fact. */
  column(fact: Quantity['fact'], name: string): string;
  /** Condition of the rows in a window; null: all are. */
  within(window: Window): string | null;
  /** Condition of an instant, SQL of epoch seconds, before the start of the interval. */
  beforeStart(key: string): string;
  /** The same before the end of it. */
  beforeEnd(key: string): string;
  /** Condition of an instant since which more working time has passed than so many seconds, by the schedule of the row. */
  workedLonger(key: string, seconds: number): string;
  /** Of the metric, by name. */
  parameters: Readonly<Record<string, number>>;
  /** SQL of epoch seconds of asking. */
  now: string;
}

/** What rows add up to; NULL of a least key or a quantile where there is nothing. */
export function quantitySql({ fact, measure, where, window, reading }: Quantity, rows: Rows): string {
  const column = rows.column(fact, measure);
  const conditions = [
    ...whereSql(where, (name) => rows.column(fact, name)),
    ...[rows.within(window)].filter((condition) => condition !== null),
  ];
  const over = (aggregate: string, value: string, { parameter = '', more = [] as string[] } = {}) => {
    const all = [...conditions, ...more];
    return all.length === 0
      ? `${aggregate}${parameter}(${value})`
      : `${aggregate}If${parameter}(${value}, ${all.join(' AND ')})`;
  };
  switch (reading.as) {
    case 'sum':
      return over('sum', column);
    case 'count':
      return over('sum', `arraySum(mapValues(${keysOf(column, reading.keys, rows)}))`);
    // PERCENTILE.INC of spreadsheets: at the place q · (n − 1), between neighbours in proportion. This counts in a hash table
    // of its own, half again as fast as adding up maps would be.
    case 'quantile': {
      const values = `arrayMap(bin -> ${middleOfBin('bin')}, mapKeys(${column})), mapValues(${column})`;
      const parameter = `(${reading.q})`;
      return `ifNotFinite(${over('quantileExactWeightedInterpolatedArray', values, { parameter })}, NULL)`;
    }
    case 'change_of_those_before': {
      // Both maps have the same keys, and in order, so that their values lie side by side: to look each one up would take
      // the square of how many there are.
      const [start, end] = (['before_start', 'before_end'] as const).map(rows.within);
      const summed = (map: string) => (end === null ? `sumMap(${map})` : `sumMapIf(${map}, ${end})`);
      const atStart = `mapApply((key, amount) -> (key, if(${start ?? 'true'}, amount, 0)), ${column})`;
      const counted = reading.of === 'all' ? 'is - was' : 'least(is - was, 0)';
      return `arraySum((was, is) -> if(was = 0, 0, ${counted}), mapValues(${summed(atStart)}), mapValues(${summed(column)}))`;
    }
    case 'least_key':
      return over('minOrNull', `arrayMin(mapKeys(${column}))`, { more: [`notEmpty(${column})`] });
  }
}

/** Conditions on columns of dimensions. */
export const whereSql = (where: Where, column = (dimension: string) => dimension): string[] =>
  Object.entries(where).map(([name, value]) => `${column(name)} = ${sqlString(value)}`);
const DAY = 86_400;

/** A map without the keys that do not count. */
function keysOf(
  map: string,
  keys: Keys,
  { beforeStart, beforeEnd, workedLonger, parameters, now }: Rows,
): string {
  const filtered = (condition: string) => `mapFilter((key, count) -> ${condition}, ${map})`;
  if (keys === 'all') return map;
  if (keys === 'before_start') return filtered(beforeStart('key'));
  if ('daysBeforeEnd' in keys) {
    const aged = `key + ${Math.floor(parameters[keys.daysBeforeEnd]! * DAY)}`;
    return filtered(`${aged} < ${now} AND ${beforeEnd(aged)}`);
  }
  if ('workedLongerThan' in keys)
    return filtered(workedLonger('key', Math.floor(parameters[keys.workedLongerThan]!)));
  if ('upTo' in keys) return filtered(`key <= ${Math.floor(parameters[keys.upTo]!)}`);
  return filtered(`key + ${Math.floor(parameters[keys.olderThan]!)} < ${now}`);
}
