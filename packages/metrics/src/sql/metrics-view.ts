import type { View } from '@tallyboard/facts/reading-views';
import { sqlString } from '@tallyboard/facts/sql-text';
import { METRICS, type Metric } from '../catalogue.js';
import { inWords } from '../expression/term.js';
import { dailyOf } from './daily.js';
import { statementOf } from './statement.js';

interface Told {
  name: string;
  doc: string;
  /** SQL of what it says of a metric. */
  of(metric: Metric): string;
}

const texts = (list: readonly string[]): string => `[${list.map(sqlString).join(', ')}]`;
const text = (of: (metric: Metric) => string) => (metric: Metric) => sqlString(of(metric));

const COLUMNS: readonly Told[] = [
  {
    name: 'name',
    doc: 'what the API, the command line and metric_daily call it',
    of: text(({ name }) => name),
  },
  { name: 'title', doc: 'what people read', of: text(({ title }) => title) },
  { name: 'unit', doc: 'count, ratio, ms, money, score or points', of: text(({ unit }) => unit) },
  { name: 'better', doc: 'up, down or none: which way is better', of: text(({ better }) => better) },
  {
    name: 'kind',
    doc: 'count, sum, ratio, mean, percentile, stock, cohort, within or oldest',
    of: text(({ kind }) => kind),
  },
  {
    name: 'how',
    doc: 'how to read it of several days: sum (sum(value) of metric_daily); ratio (sum(numerator) / sum(denominator)); stock at end (sum(value) of all days up to the last); stock at start (of all days before the first); percentile (of metric_histogram); statement (days do not add up, run statement)',
    of: text(({ formula }) => dailyOf(formula).how),
  },
  {
    name: 'quantile',
    doc: 'of percentiles, which: quantileExactWeightedInterpolated(quantile)(value, n)',
    of: ({ formula }) => {
      const daily = dailyOf(formula);
      return daily.how === 'percentile'
        ? `CAST(${daily.q}, 'Nullable(Float64)')`
        : "CAST(NULL, 'Nullable(Float64)')";
    },
  },
  { name: 'facts', doc: 'what it is made of', of: ({ facts }) => texts(facts) },
  {
    name: 'dimensions',
    doc: 'what it can be split and filtered by',
    of: ({ dimensions }) => texts(dimensions),
  },
  {
    name: 'parameters',
    doc: 'what can be chosen where the API is asked; here each is as its default',
    of: ({ parameters }) => texts(parameters.map((each) => `${each.name} = ${each.default}: ${each.doc}`)),
  },
  {
    name: 'indicator',
    doc: 'input, process, output or outcome: what it tells of the work',
    of: text(({ indicator }) => indicator),
  },
  { name: 'definition', doc: 'what it means', of: text(({ definition }) => definition) },
  { name: 'counts', doc: 'what counts, where and for whom', of: text(({ counts }) => counts) },
  { name: 'omits', doc: 'what one might think counts, and does not', of: text(({ omits }) => omits) },
  { name: 'edges', doc: 'what becomes of the odd cases', of: ({ edges }) => texts(edges) },
  { name: 'source', doc: 'whose definition this is', of: text(({ source }) => source) },
  {
    name: 'formula',
    doc: 'how it is made of measures of facts',
    of: text(({ formula }) => inWords(formula.value)),
  },
  {
    name: 'statement',
    doc: 'SQL that gives it, with the parameters tenant, from (a day) and to (the day after the last); add columns by which it is split',
    of: text((metric) => statementOf(metric)),
  },
];

/** The catalogue, a row for each metric. */
export function metricsView(): View {
  const rows = METRICS.map((metric) => `(${COLUMNS.map(({ of }) => of(metric)).join(', ')})`);
  return {
    name: 'metrics',
    doc: 'Every metric: what it means, and how to read it from metric_daily, metric_histogram and the views of facts.',
    columns: COLUMNS.map(({ name, doc }) => ({ name, doc })),
    select: `SELECT ${COLUMNS.map(({ name }, at) => `told.${at + 1} AS ${name}`).join(', ')}
FROM (SELECT arrayJoin([
${rows.join(',\n')}
]) AS told)`,
  };
}
