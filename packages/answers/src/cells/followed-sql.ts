import { DECIMAL } from '@tallyboard/facts/cell-table';
import type { FactName } from '@tallyboard/facts/facts';
import type { Quantity } from '@tallyboard/metrics/quantity';
import { intervalsOf } from '../clocks.js';
import { type CellsQuery, NO_SEGMENT, OPENING } from './cells-query.js';
import { type Groups, holdsSql, rowsSql, type Source } from './rows-sql.js';

/**
 * What each key of a map came to before each interval and by how much it changed in it, added up: all of history is read,
 * since a key that was at 0 is told apart from one that was not. Amounts are whole numbers of their least unit meanwhile,
 * which are put into arrays twice as fast.
 */
export function followedSql(
  fact: FactName,
  quantities: readonly Quantity[],
  measure: string,
  { clocks, by, filter, segments }: CellsQuery,
  from: Groups,
): string {
  const key = [...by, 'key'].join(', ');
  const isSplit = intervalsOf(clocks) > 1;
  const columns = [...new Set([...by, ...Object.keys(filter), measure])];
  const source = { fact, columns, holds: holdsSql(filter), clocks, isSplit: true, from };
  const amountsOf = (part: Source['part']) =>
    `(
      SELECT i AS step, ${key}, reinterpretAsInt128(told) AS amount
      FROM (${rowsSql({ ...source, part })})
      ARRAY JOIN mapKeys(${measure}) AS key, mapValues(${measure}) AS told
    )`;
  const changes = isSplit ? stepsSql(amountsOf('both'), key) : changeSql(amountsOf, key);
  const sums = quantities.map((quantity, n) => {
    const { reading } = quantity;
    if (quantity.measure !== measure || reading.as !== 'change_of_those_before') return `NULL AS q${n}`;
    const change = reading.of === 'all' ? 'change' : 'least(change, 0)';
    return `reinterpret(sumIf(${change}, was != 0), '${DECIMAL}') AS q${n}`;
  });
  const ofSegment = segments ? ['toInt32(0) AS r'] : [];
  return `SELECT ${['i', ...ofSegment, ...by, ...sums, ...(segments ? NO_SEGMENT : [])].join(', ')}
  FROM (${changes})
  GROUP BY ${['i', ...by].join(', ')}`;
}

/**
 * Of the only interval, what each key that changes in it `was` before, and its `change`. Which do change is known by their
 * hashes: of those that do not, which are most, nothing is added up, and one that is taken for another does no harm.
 */
function changeSql(amountsOf: (part: Source['part']) => string, key: string): string {
  const hash = `cityHash64(${key})`;
  return `SELECT toInt32(0) AS i, ${key}, sumIf(amount, step = ${OPENING}) AS was, sumIf(amount, step != ${OPENING}) AS change
    FROM ${amountsOf('both')}
    WHERE ${hash} IN (SELECT ${hash} FROM ${amountsOf('period')})
    GROUP BY ${key}`;
}

/**
 * Of each interval in which a key changes, what it `was` before and its `change`. The amounts of a key are put in order and
 * added up on: what it comes to after the last one of an interval is what it was before the next.
 */
function stepsSql(amounts: string, key: string): string {
  const isLast = `at, arrayPushBack(arrayPopFront(at), ${OPENING - 1})`;
  return `SELECT i, ${key}, was, level - was AS change
    FROM
    (
      SELECT ${key}, arraySort(steps) AS at, arrayCumSum(arraySort((amount, step) -> step, amounts, steps)) AS sums,
        arrayFilter((step, next) -> step != next, ${isLast}) AS ends,
        arrayFilter((sum, step, next) -> step != next, sums, ${isLast}) AS levels
      FROM (SELECT ${key}, groupArray(step) AS steps, groupArray(amount) AS amounts FROM ${amounts} GROUP BY ${key})
    )
    ARRAY JOIN ends AS i, levels AS level, arrayPushFront(arrayPopBack(levels), 0) AS was
    WHERE i != ${OPENING}`;
}
