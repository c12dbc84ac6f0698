import { DECIMAL } from '@tallyboard/facts/cell-table';
import { FACTS, type Fact } from '@tallyboard/facts/facts';
import { localCells, NO_NULLS, type View } from '@tallyboard/facts/reading-views';
import { sqlString } from '@tallyboard/facts/sql-text';
import { METRICS, type Metric } from '../catalogue.js';
import type { Expression } from '../expression/expression.js';
import { currenciesOf } from '../expression/formula.js';
import type { Quantity } from '../expression/quantity.js';
import { withDefaults } from '../parameter.js';
import { type Daily, dailyOf } from './daily.js';
import { expressionSql } from './expression-sql.js';
import { quantitySql } from './quantity-sql.js';

/** By what the days of every metric are told apart. */
export const GROUPS = ['tenant', 'day', 'office', 'team', 'rep'] as const;

export const GROUP_COLUMNS: View['columns'] = [
  { name: 'tenant', doc: 'whose data it is' },
  { name: 'day', doc: 'day by the clock of the office, by UTC without one' },
  { name: 'office', doc: "office of the rep; '' for none" },
  { name: 'team', doc: "team of the rep; '' for none" },
  { name: 'rep', doc: "the rep it is credited to; '' for none" },
  { name: 'metric', doc: 'name of the metric, as in metrics' },
];

/** What of a metric each of its facts adds up to a day; null: its days do not add up so. */
type Part = Record<'value' | 'numerator' | 'denominator', Expression | null> & { n: Expression };

/** A row for each day, group and metric whose days add up. `now`: SQL of epoch seconds of asking. */
export function metricDaily(now = 'toUnixTimestamp(now())', metrics: readonly Metric[] = METRICS): View {
  const branches = FACTS.flatMap((fact) => branchSql(fact, metrics, now) ?? []);
  return {
    name: 'metric_daily',
    doc: 'What each metric comes to: a row for each day of an office, rep and currency. Of several days it is sum(value), or sum(numerator) / sum(denominator); metrics.how says which, and of which metrics there is nothing here.',
    columns: [
      ...GROUP_COLUMNS,
      { name: 'currency', doc: "ISO 4217 code of what is money; '' of all else" },
      { name: 'value', doc: 'what is added; of stocks, what came in minus what went out; NULL of ratios' },
      { name: 'numerator', doc: 'of ratios, what is divided: add it before you divide; NULL of all else' },
      { name: 'denominator', doc: 'of ratios, by what: add it before you divide; NULL of all else' },
      { name: 'n', doc: 'how many stand behind it' },
    ],
    select: `SELECT ${GROUPS.join(', ')}, metric, currency, sum(of.value) AS value, sum(of.numerator) AS numerator, sum(of.denominator) AS denominator, sum(of.n) AS n
FROM
(
${branches.join('\n    UNION ALL\n')}
) AS of
GROUP BY ${GROUPS.join(', ')}, metric, currency
${NO_NULLS}`,
  };
}

/** The cells of a fact added up once, and of that what each metric that reads it takes. */
function branchSql(fact: Fact, metrics: readonly Metric[], now: string): string | null {
  const sums = new Map<string, string>();
  const sumOf = (quantity: Quantity, { parameters }: Metric): string => {
    // What other facts add to it has rows of its own.
    if (quantity.fact !== fact.name) return '0';
    const sql = quantitySql(quantity, {
      column: (_, name) => name,
      within: () => null,
      beforeStart: () => 'false',
      beforeEnd: () => 'false',
      workedLonger: () => 'false',
      parameters: withDefaults(parameters),
      now,
    });
    const known = sums.get(sql) ?? `s${sums.size}`;
    sums.set(sql, known);
    return known;
  };
  const rows = metrics.flatMap((metric) => {
    const part = partOf(dailyOf(metric.formula));
    if (!part || !metric.facts.includes(fact.name)) return [];
    const sql = (expression: Expression | null, type: string) =>
      expression === null
        ? `CAST(NULL, 'Nullable(${type})')`
        : `CAST(${expressionSql(expression, { of: (quantity) => sumOf(quantity, metric), now, workingDays: 'NULL', parameters: withDefaults(metric.parameters) })}, 'Nullable(${type})')`;
    const [value, numerator, denominator, n] = [
      // Exact for money, and for counts of any size that there is.
      sql(part.value, DECIMAL),
      sql(part.numerator, 'Float64'),
      sql(part.denominator, 'Float64'),
      sql(part.n, 'Int64'),
    ];
    return [
      `(${sqlString(metric.name)}, ${currencySql(metric, fact)}, ${[value, numerator, denominator, n].join(', ')})`,
    ];
  });
  if (rows.length === 0) return null;
  const currencies = currenciesIn(fact);
  // Named otherwise than what is shown, which would be taken for it.
  const shown = [...GROUPS, ...currencies.map((currency) => `${currency} AS of_${currency}`)];
  return `    SELECT ${GROUPS.join(', ')}, part.1 AS metric, part.2 AS currency, part.3 AS value, part.4 AS numerator, part.5 AS denominator, assumeNotNull(part.6) AS n
    FROM
    (
        SELECT ${shown.join(', ')}, ${[...sums].map(([sum, name]) => `${sum} AS ${name}`).join(', ')}
        FROM ${localCells(fact)}
        GROUP BY ${[...GROUPS, ...currencies].join(', ')}
    )
    ARRAY JOIN [
        ${rows.join(',\n        ')}] AS part
    WHERE part.6 != 0 OR part.3 != 0 OR part.4 != 0 OR part.5 != 0`;
}

function partOf(daily: Daily): Part | null {
  switch (daily.how) {
    case 'ratio':
      return { ...daily, value: null };
    case 'percentile':
    case 'statement':
      return null;
    default:
      return { ...daily, numerator: null, denominator: null };
  }
}

const currenciesIn = ({ measures }: Fact): string[] => [
  ...new Set(measures.flatMap(({ currency }) => currency ?? [])),
];

const currencySql = ({ formula }: Metric, fact: Fact): string => {
  const currency = currenciesOf(formula).find((each) => currenciesIn(fact).includes(each));
  return currency === undefined ? "''" : `of_${currency}`;
};
