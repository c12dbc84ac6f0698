import { FACTS, type Fact } from '@tallyboard/facts/facts';
import { localCells, NO_NULLS, type View } from '@tallyboard/facts/reading-views';
import { middleOfBin, sqlString } from '@tallyboard/facts/sql-text';
import { METRICS } from '../catalogue.js';
import { dailyOf } from './daily.js';
import { GROUP_COLUMNS, GROUPS } from './metric-daily.js';
import { whereSql } from './quantity-sql.js';

/** A row for each day, group and value of what percentiles are of. */
export function metricHistogram(): View {
  return {
    name: 'metric_histogram',
    doc: 'What percentiles are of: how many there are of each value, a row for each day of an office and rep. Of several days it is quantileExactWeightedInterpolated(0.9)(value, n); metrics.quantile says which.',
    columns: [
      ...GROUP_COLUMNS,
      {
        name: 'value',
        doc: 'in the unit of the metric; of a bin of values its middle, which is within 0.8 %',
      },
      { name: 'n', doc: 'how many there are of it' },
    ],
    select: `SELECT * FROM (\n${FACTS.flatMap(branchesOf).join('\nUNION ALL\n')}\n)\n${NO_NULLS}`,
  };
}

/** Percentiles of one histogram have the same rows, each under its name. */
function branchesOf(fact: Fact): string[] {
  const names = new Map<string, string[]>();
  for (const { name, formula } of METRICS) {
    const daily = dailyOf(formula);
    if (daily.how !== 'percentile' || daily.histogram.fact !== fact.name) continue;
    const { measure, where } = daily.histogram;
    const conditions = whereSql(where);
    const sum =
      conditions.length === 0 ? `sumMap(${measure})` : `sumMapIf(${measure}, ${conditions.join(' AND ')})`;
    names.set(sum, [...(names.get(sum) ?? []), name]);
  }
  return [...names].map(
    ([
      sum,
      metrics,
    ]) => `SELECT ${GROUPS.join(', ')}, metric, toFloat64(${middleOfBin('bin.1')}) AS value, bin.2 AS n
FROM
(
    SELECT ${GROUPS.join(', ')}, CAST(${sum}, 'Array(Tuple(UInt64, UInt64))') AS bins
    FROM ${localCells(fact)}
    GROUP BY ${GROUPS.join(', ')}
)
ARRAY JOIN bins AS bin
CROSS JOIN (SELECT arrayJoin([${metrics.map(sqlString).join(', ')}]) AS metric) AS metrics`,
  );
}
