import { packedCells } from '@tallyboard/facts/cell-table';
import { holdsSql } from '../cells/rows-sql.js';
import { LIMITS } from '../limits.js';
import type { Filter } from '../question/filters.js';

/** What became of the customers of one currency that first paid in one month. */
export interface CohortRow {
  currency: string;
  /** From 1 on, in the order of the months asked for. */
  cohort: number;
  customers: number;
  /** What they paid a month when they first did, a decimal. */
  mrr: string;
  /** At the end of each month that is over, from their own on: how many of them still pay, and what they pay in all. */
  kept: number[];
  levels: string[];
}

export interface CohortsAsked {
  filter: Filter;
  /** Epoch seconds at which months start: so many cohorts, and at least the start of the month after the last. */
  starts: readonly number[];
  cohorts: number;
  now: number;
}

/**
 * Who first paid in which month, and who of them paid what at the end of each month since? Rows are CohortRow, of one tenant,
 * which is bound. What is to come is not read.
 */
export function cohortsSql({ filter, starts, cohorts, now }: CohortsAsked): string {
  const columns = [...new Set(['currency', ...Object.keys(filter), 'mrr_by_account'])].join(', ');
  const holds = holdsSql(filter);
  const ends = starts.slice(1).filter((start) => start <= now);
  return `
SELECT currency, toInt32(cohort) AS cohort, toInt32(count()) AS customers, toString(sum(base)) AS mrr,
    sumForEach(arrayMap(level -> toInt32(level != 0), amounts)) AS kept, arrayMap(sum -> toString(sum), sumForEach(amounts)) AS levels
FROM
(
    SELECT
        currency, first, sums[first] AS base,
        arrayLastIndex(start -> start <= steps[first].1, [${starts.join(', ')}]) AS cohort,
        arrayMap(end -> sums[arrayLastIndex(step -> step.1 < end, steps)], arraySlice(CAST([${ends.join(', ')}], 'Array(UInt32)'), cohort)) AS amounts
    FROM
    (
        SELECT
            currency,
            arraySort(groupArray((at, change))) AS steps,
            arrayCumSum(step -> step.2, steps) AS sums,
            arrayFirstIndex(sum -> sum != 0, sums) AS first
        FROM
        (
            SELECT currency, account, toUnixTimestamp(bucket) AS at, sum(amount) AS change
            FROM
            (
                SELECT bucket, ${columns}
                FROM (SELECT bucket, ${columns} FROM ${packedCells('subscription')} FINAL WHERE tenant = {tenant:String} AND bucket <= toDateTime(${now}, 'UTC'))
                ARRAY JOIN ${columns}${holds.length > 0 ? `\n                WHERE ${holds.join(' AND ')}` : ''}
            )
            ARRAY JOIN mapKeys(mrr_by_account) AS account, mapValues(mrr_by_account) AS amount
            GROUP BY currency, account, at
        )
        GROUP BY currency, account
    )
)
WHERE first > 0 AND cohort BETWEEN 1 AND ${cohorts}
GROUP BY currency, cohort
ORDER BY currency, cohort
SETTINGS max_execution_time = ${LIMITS.querySeconds}`;
}
