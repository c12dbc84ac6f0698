import { zoneNamed, zones } from '@tallyboard/calendar/zones';
import { METRICS, metricByName } from '@tallyboard/metrics/catalogue';
import {
  comparesWhole,
  countsWorkingDays,
  currenciesOf,
  currenciesWithout,
  dependsOnNow,
  factsOf,
  followsEach,
  goesBySchedules,
  isOfNow,
} from '@tallyboard/metrics/formula';
import type { Metric } from '@tallyboard/metrics/metric';
import { nearest } from '@tallyboard/runtime/nearest';
import { CONDITIONS, Rule } from '../rule.js';
import { levelProblem } from './levels.js';
import { checkLimits } from './limits.js';
import { type Say, type ShapeProblem, shapeProblems } from './shape-problems.js';
import type { Path } from './yaml-lines.js';

/** What is wrong in a rule: the field, and a sentence that names it and the rule. */
export type RuleProblem = ShapeProblem;

/** Everything that is wrong in what is given as a rule, each thing once. None: it can be judged. */
export function ruleProblems(given: unknown): RuleProblem[] {
  const found = shapeProblems(Rule, given).map((each) =>
    each.path.join('.') === 'currency' ? UNCONVERTED : each,
  );
  // What is not as it should be is said to be so, and nothing more.
  const rule = without(
    given,
    found.map(({ path }) => path),
  );
  const metric = rule.metric === undefined ? undefined : metricByName(rule.metric);
  const say: Say = (path, message) => found.push({ path, message });
  checkMetric(rule, metric, say);
  checkCondition(given, say);
  for (const path of LEVELS) {
    const wrong = metric && levelProblem(metric, valueAt(given, path));
    const known = found.findIndex((each) => each.path.join('.') === path.join('.'));
    if (wrong) found.splice(known < 0 ? found.length : known, known < 0 ? 0 : 1, { path, message: wrong });
  }
  checkLimits(rule, say);
  checkZone(rule, say);
  const name = rule.name === undefined ? '' : `${rule.name}: `;
  return found.map(({ path, message }) => ({
    path,
    message: `${name}${path.join('.') || 'a rule'} ${message}`,
  }));
}

/** What a question may say and a rule may not: its past would have to be judged anew with every corrected rate. */
const UNCONVERTED: ShapeProblem = {
  path: ['currency'],
  message:
    'is no field of a rule: rules judge amounts as they are, not converted, so filter on a currency, as filter: { currency: [EUR] }, or split by it',
};

/** Where a rule has a value of its metric, in the unit of that. */
const LEVELS: readonly Path[] = [['above'], ['below'], ['off_pace', 'target']];

function checkMetric(rule: Partial<Rule>, metric: Metric | undefined, say: Say): void {
  if (rule.metric === undefined) return;
  if (!metric) {
    const names = METRICS.map(({ name }) => name);
    say(
      ['metric'],
      `${JSON.stringify(rule.metric)} does not exist: ${meantOr(rule.metric, names, '"tally metrics" lists all')}`,
    );
    return;
  }
  if (isOfNow(metric.formula))
    say(['metric'], `${metric.name} is a number of the present alone, which has no past to be judged by`);
  else if (followsEach(metric.formula))
    say(
      ['metric'],
      `${metric.name} follows each customer from before the period, which no rule does yet: mrr_churned and mrr_contraction can be judged`,
    );
  else if (countsWorkingDays(metric.formula))
    say(
      ['metric'],
      `${metric.name} divides by the working days of schedules, which no rule reads: judge what it divides`,
    );
  else if (goesBySchedules(metric.formula))
    say(
      ['metric'],
      `${metric.name} goes by the working time of schedules, which no rule reads: first_response_within can be judged, with a target by the clock`,
    );
  else if (comparesWhole(metric.formula))
    say(
      ['metric'],
      `${metric.name} compares a group with the whole, which no rule does yet: judge what it divides`,
    );
  else if (dependsOnNow(metric.formula) && metric.parameters.every(({ name }) => name !== 'target'))
    say(['metric'], `${metric.name} depends on the instant of asking`);
  const uncounted = factsOf(metric.formula).find(
    (fact) => currenciesWithout(metric.formula, fact).length > 0,
  );
  if (uncounted)
    say(
      ['metric'],
      `${metric.name} divides money by ${uncounted}s, which have no currency, and no rule counts them beside each yet: campaign_spend and campaign_leads can be judged`,
    );
  const dimensions = [
    ...(rule.by ?? []).map((name, i) => ({ name, path: ['by', i] })),
    ...Object.keys(rule.filter ?? {}).map((name) => ({ name, path: ['filter', name] })),
  ];
  for (const { name, path } of dimensions)
    if (!metric.dimensions.includes(name))
      say(
        path,
        `${JSON.stringify(name)} is no dimension of ${metric.name}: ${meantOr(name, metric.dimensions, `it has ${metric.dimensions.join(', ')}`)}`,
      );
  const parameters = metric.parameters.map((each) => each.name);
  for (const name of Object.keys(rule.parameters ?? {}))
    if (!parameters.includes(name))
      say(
        ['parameters', name],
        `is no parameter of ${metric.name}: ${meantOr(name, parameters, parameters.length === 0 ? 'it has none' : `it has ${parameters.join(', ')}`)}`,
      );
  if (
    currenciesOf(metric.formula).length > 0 &&
    !rule.by?.includes('currency') &&
    rule.filter?.currency?.length !== 1
  )
    say(
      ['metric'],
      `${metric.name} is money, and different currencies are never added: filter on one, as filter: { currency: [EUR] }, or split by currency`,
    );
}

function checkCondition(given: unknown, say: Say): void {
  if (typeof given !== 'object' || given === null) return;
  const conditions = CONDITIONS.filter((name) => name in given);
  // A condition may be what an unknown field was meant to be.
  const isMisspelt = Object.keys(given).some(
    (name) => !Object.hasOwn(Rule.properties, name) && nearest(name, CONDITIONS),
  );
  if (conditions.length === 0 && !isMisspelt)
    say([], `has no condition: it wants one of ${CONDITIONS.join(', ')}`);
  for (const name of conditions.slice(1))
    say([name], `is a condition beside ${conditions[0]}: each rule has one, so make two rules of it`);
}

function checkZone({ tz, by }: Partial<Rule>, say: Say): void {
  if (tz === undefined) return;
  if (tz !== 'office') {
    if (zoneNamed(tz) === null)
      say(
        ['tz'],
        `${JSON.stringify(tz)} is no zone: ${meantOr(tz, zones(), 'they are named as Europe/Berlin')}`,
      );
  } else if (!by?.includes('office'))
    say(['tz'], 'office goes by the clocks of each office: split it by office');
}

function meantOr(word: string, candidates: readonly string[], otherwise: string): string {
  const meant = nearest(word, candidates);
  return meant ? `${meant} was probably meant` : otherwise;
}

/** The fields of what is given but those in which something is wrong. */
function without(given: unknown, wrong: readonly Path[]): Partial<Rule> {
  if (typeof given !== 'object' || given === null) return {};
  const names = new Set(wrong.map(([name]) => name));
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name)));
}

const valueAt = (given: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], given);
