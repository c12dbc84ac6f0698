import { type FactName, factOf } from '@tallyboard/facts/facts';
import { type Expression, partsOf, quantitiesOf } from './expression.js';
import type { Quantity, Reading } from './quantity.js';

/** What sort of number a metric is, in the words of the API. Nothing is decided by it. */
export type Kind =
  | 'count'
  | 'sum'
  | 'ratio'
  | 'mean'
  | 'percentile'
  | 'stock'
  | 'cohort'
  | 'within'
  | 'oldest';

/** The numbers of an answer, each an expression. */
export interface Formula {
  kind: Kind;
  value: Expression;
  /** How many stand behind the value. */
  n: Expression;
  /** Shown beside a value that is a quotient; null beside others. */
  numerator: Expression | null;
  denominator: Expression | null;
  /** Whether the value is a share of things counted, so that chance alone moves it by a known amount. */
  isShare: boolean;
}

const expressionsOf = ({ value, n, numerator, denominator }: Formula): Expression[] =>
  [value, n, numerator, denominator].filter((expression) => expression !== null);

/** Every quantity in it, as often as it stands there. */
export const quantitiesIn = (formula: Formula): Quantity[] => expressionsOf(formula).flatMap(quantitiesOf);

/** Everything that it reads, each once. */
export function readsOf(formula: Formula): Quantity[] {
  const byName = new Map<string, Quantity>();
  for (const quantity of quantitiesIn(formula)) byName.set(nameOf(quantity), quantity);
  return [...byName.values()];
}

/** Equal for quantities that are the same. */
export const nameOf = (quantity: Quantity): string => JSON.stringify(quantity);

/** The facts whose cells it reads; its answers are split and filtered by dimensions that all of them have. */
export const factsOf = (formula: Formula): FactName[] => [
  ...new Set(readsOf(formula).map(({ fact }) => fact)),
];

/** Whether it reads cells before the period, as stocks do; what will be is then not known. */
export const readsBefore = (formula: Formula): boolean =>
  readsOf(formula).some(({ window }) => window !== 'interval');

/** Whether what was before the period can be read once and kept: of sums, whatever the end of the period is. */
export const canKeepBefore = (formula: Formula): boolean =>
  readsBefore(formula) && !followsEach(formula) && !agesAtEnd(formula) && !comparesWhole(formula);

/** Whether it goes on changing for weeks after the period, by what happens to what began in it. */
export const ripens = (formula: Formula): boolean =>
  readsOf(formula).some(
    ({ fact, measure }) => factOf(fact).measures.find(({ name }) => name === measure)?.ripens === true,
  );

/** Whether it is what there is at an instant: all that came in before it, less what went. */
export const isStock = (formula: Formula): boolean =>
  hasOneInterval(formula) || readsOf(formula).every(({ window }) => window !== 'interval');

/** Whether it divides by what all values of a dimension come to, whichever of them are asked for. */
export const comparesWhole = (formula: Formula): boolean =>
  readsOf(formula).some(({ across }) => across.length > 0);

/** Whether it follows each of many from the beginning of time through the period. */
export const followsEach = (formula: Formula): boolean => readsOf(formula).some(isFollowed);

/** Whether a quantity is read of what each key came to, and not of sums. */
export const isFollowed = ({ reading }: Quantity): boolean => reading.as === 'change_of_those_before';

/** Whether the passing of time alone changes it. */
export const dependsOnNow = (formula: Formula): boolean =>
  isOfNow(formula) ||
  readsOf(formula).some(
    ({ reading }) =>
      reading.as === 'count' && typeof reading.keys === 'object' && 'olderThan' in reading.keys,
  ) ||
  goesBySchedules(formula) ||
  agesAtEnd(formula);

/** Whether how much was worked since something, by the schedule of each, decides whether it counts. */
export const goesBySchedules = (formula: Formula): boolean => readsOf(formula).some(isWorked);

/** The same of one quantity. */
export const isWorked = ({ reading }: Quantity): boolean =>
  reading.as === 'count' && typeof reading.keys === 'object' && 'workedLongerThan' in reading.keys;

/** Whether it has one answer, and none for each of several intervals. */
export const hasOneInterval = (formula: Formula): boolean => isOfNow(formula) || agesAtEnd(formula);

/** Whether how old something is when the period ends decides whether it counts. */
export const agesAtEnd = (formula: Formula): boolean =>
  readsOf(formula).some(({ reading }) => isAged(reading));

/** The same of one reading. */
export const isAged = (reading: Reading): boolean =>
  reading.as === 'count' && typeof reading.keys === 'object' && 'daysBeforeEnd' in reading.keys;

/** Whether it tells of the instant of asking alone. */
export const isOfNow = (formula: Formula): boolean =>
  expressionsOf(formula).some((expression) => hasNode(expression, 'age'));

/** Whether it counts the days on which offices work: it wants to be told of their schedules. */
export const countsWorkingDays = (formula: Formula): boolean =>
  expressionsOf(formula).some((expression) => hasNode(expression, 'working_days'));

const hasNode = (expression: Expression, node: Expression['node']): boolean =>
  expression.node === node || partsOf(expression).some((part) => hasNode(part, node));

/** The dimensions that say in which currency its money is, on either side of a division: amounts of different ones are never added. */
export const currenciesOf = (formula: Formula): string[] => [
  ...new Set(readsOf(formula).flatMap((quantity) => currencyOf(quantity) ?? [])),
];

/** Whether its amounts can be converted into one currency: who is followed within each would seem lost when changing it. */
export const isConvertible = (formula: Formula): boolean =>
  currenciesOf(formula).length > 0 && !followsEach(formula);

/** Whether it reads money that came in since the beginning. */
export const accruesMoney = (formula: Formula): boolean =>
  readsOf(formula).some((quantity) => quantity.isAccrued && currencyOf(quantity) !== undefined);

/** The dimension that says in which currency what is read is; undefined of all but money. */
export const currencyOf = ({ fact, measure }: Quantity): string | undefined =>
  factOf(fact).measures.find(({ name }) => name === measure)?.currency;

/**
 * The currencies of its money that such a fact knows nothing of: what it adds up then counts beside each that occurs, as
 * leads do beside what was spent on them.
 */
export const currenciesWithout = (formula: Formula, fact: FactName): string[] =>
  currenciesOf(formula).filter((currency) => !factOf(fact).dimensions.includes(currency));
