import { zeroOf } from '@tallyboard/facts/cell-table';
import { type FactName, factOf } from '@tallyboard/facts/facts';
import { dailyView } from '@tallyboard/facts/reading-views';
import type { Metric } from '../catalogue.js';
import {
  comparesWhole,
  countsWorkingDays,
  currenciesOf,
  currenciesWithout,
  readsOf,
} from '../expression/formula.js';
import type { Quantity, Window } from '../expression/quantity.js';
import { withDefaults } from '../parameter.js';
import { expressionSql } from './expression-sql.js';
import { quantitySql, type Rows } from './quantity-sql.js';
import { workedLongerSql } from './worked-longer.js';
import { workingDaysSql } from './working-days.js';

export interface StatementOptions {
  /** Dimensions of the metric by which it is split; money is split by currency in any case. */
  by?: readonly string[];
  /** SQL of epoch seconds of asking. */
  now?: string;
}

/**
 * SQL of any metric over the days of offices: its parameters are tenant, from (a day) and to (the day after the last). For
 * whoever wants one number without knowing how it is made up, and for what days do not add up to.
 */
export function statementOf(
  metric: Metric,
  { by = [], now = 'toUnixTimestamp(now())' }: StatementOptions = {},
): string {
  const { formula, facts } = metric;
  const groups = [...new Set([...by, ...currenciesOf(formula)])];
  const isAlone = facts.length === 1;
  const column = (fact: FactName, name: string) => (isAlone ? name : `${fact}_${name}`);
  const rows = {
    column,
    within: (window: Window) => WINDOWS[window],
    beforeStart: (key: string) => `${dayOf(key)} < {from:Date}`,
    beforeEnd: (key: string) => `${dayOf(key)} < {to:Date}`,
    workedLonger: (key: string, seconds: number) => workedLongerSql(key, seconds, now),
    parameters: withDefaults(metric.parameters),
    now,
    workingDays: workingDaysSql(officeOf(groups), now),
  };
  const sql = (of: typeof formula.value) =>
    expressionSql(of, { of: (quantity) => ofGroup(quantity, groups, quantitySql(quantity, rows)), ...rows });
  const occurring = (fact: FactName) => occurringSql(metric, fact, groups, rows);
  const from = isAlone ? dailyView(facts[0]!) : unionSql(metric, groups, column, occurring);
  return `SELECT ${[...groups, `${sql(formula.value)} AS value`, `${sql(formula.n)} AS n`].join(', ')}
FROM ${from}
WHERE tenant = {tenant:String} AND day < {to:Date}${groups.length > 0 ? `\nGROUP BY ${groups.join(', ')}` : ''}${havingSql(metric, rows)}`;
}

/** What a quantity comes to for a group, `own` being SQL of that: of one across dimensions, for all that differ in those alone. */
function ofGroup({ across }: Quantity, groups: readonly string[], own: string): string {
  if (across.length === 0) return own;
  const shared = groups.filter((group) => !across.includes(group));
  return `sum(${own}) OVER (${shared.length > 0 ? `PARTITION BY ${shared.join(', ')}` : ''})`;
}

/** The office of a group, as far as it is told: that of the rep where only that is. */
function officeOf(groups: readonly string[]): string {
  if (groups.includes('office')) return 'office';
  if (!groups.includes('rep')) return "''";
  const reps = '(SELECT rep_id, office_id FROM reps WHERE tenant = {tenant:String} ORDER BY rep_id)';
  return `transform(rep, (SELECT groupArray(CAST(rep_id, 'String')) FROM ${reps}), (SELECT groupArray(CAST(office_id, 'String')) FROM ${reps}), '')`;
}

/** A group that has nothing of its own is none, whatever the whole is that it would be a share of. */
function havingSql({ formula }: Metric, rows: Rows): string {
  if (countsWorkingDays(formula)) return `\nHAVING countIf(${WINDOWS.interval}) > 0`;
  if (!comparesWhole(formula)) return '';
  const own = readsOf(formula).filter(({ across }) => across.length === 0);
  return `\nHAVING ${own.map((quantity) => `${quantitySql(quantity, rows)} != 0`).join(' OR ')}`;
}

/** The day of an instant by the clock of the office. */
const dayOf = (key: string): string => `toDate(toString(toDateTime(${key}, 'UTC'), zone))`;

/** Rows before the end are all that is read. */
const WINDOWS: Record<Window, string | null> = {
  interval: 'day >= {from:Date}',
  before_start: 'day < {from:Date}',
  before_end: null,
};

/**
 * The days of several facts, one below the other: each has its own columns, and zeros in those of the others. What has no
 * currency is there once for each that occurs.
 */
function unionSql(
  { facts, formula }: Metric,
  groups: readonly string[],
  column: Rows['column'],
  occurring: (fact: FactName) => string,
): string {
  const wanted = facts.map((fact) => ({
    fact,
    names: namesOf(readsOf(formula).filter((quantity) => quantity.fact === fact)),
  }));
  const branches = facts.map((own) => {
    const shown = wanted.flatMap(({ fact, names }) =>
      names.map((name) => `${fact === own ? name : nothingOf(fact, name)} AS ${column(fact, name)}`),
    );
    const beside = currenciesWithout(formula, own).length > 0 ? occurring(own) : '';
    return `    SELECT tenant, day, zone, ${[...groups, ...shown].join(', ')} FROM ${dailyView(own)}${beside}`;
  });
  return `(\n${branches.join('\n    UNION ALL\n')}\n)`;
}

/** Joins the days of a fact without a currency with the groups of which the other facts have anything. */
function occurringSql(
  { facts, formula }: Metric,
  of: FactName,
  groups: readonly string[],
  rows: Rows,
): string {
  const without = currenciesWithout(formula, of);
  const told = facts
    .filter((fact) => currenciesWithout(formula, fact).length === 0)
    .map((fact) => {
      const any = readsOf(formula)
        .filter((quantity) => quantity.fact === fact)
        .map((quantity) => `${quantitySql(quantity, { ...rows, column: (_, name) => name })} != 0`);
      return `SELECT ${['tenant', ...groups].join(', ')} FROM ${dailyView(fact)}
        WHERE tenant = {tenant:String} AND day < {to:Date} GROUP BY ${['tenant', ...groups].join(', ')} HAVING ${any.join(' OR ')}`;
    });
  return `
    INNER JOIN (
        ${told.join('\n        UNION DISTINCT\n        ')}
    ) AS occurring USING (${['tenant', ...groups.filter((group) => !without.includes(group))].join(', ')})`;
}

const namesOf = (quantities: readonly Quantity[]): string[] => [
  ...new Set(quantities.flatMap(({ measure, where }) => [measure, ...Object.keys(where)])),
];

function nothingOf(fact: FactName, name: string): string {
  const measure = factOf(fact).measures.find((each) => each.name === name);
  return measure ? zeroOf(measure) : "''";
}
