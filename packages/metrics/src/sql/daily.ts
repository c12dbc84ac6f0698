import { type Expression, quantitiesOf } from '../expression/expression.js';
import { currenciesWithout, type Formula, factsOf, isAged, isWorked } from '../expression/formula.js';
import type { Quantity, Window } from '../expression/quantity.js';

/** How days of a metric come to the metric of several. */
export type Daily =
  /** Values of days are added. */
  | { how: 'sum'; value: Expression; n: Expression }
  /** What is divided is added, each for itself. */
  | { how: 'ratio'; numerator: Expression; denominator: Expression; n: Expression }
  /** Days have what came in minus what went out; all of them before an instant are the stock then. */
  | { how: 'stock at start' | 'stock at end'; value: Expression; n: Expression }
  /** Days have how many there are of each value. */
  | { how: 'percentile'; histogram: Quantity; q: number }
  /** Days do not add up: it depends on where the period begins, or on now alone. */
  | { how: 'statement' };

/** How the days of a metric of this formula add up, as its nodes say. */
export function dailyOf(formula: Formula): Daily {
  const { value, n } = formula;
  // What has no currency counts beside each that occurs in the whole period.
  if (factsOf(formula).some((fact) => currenciesWithout(formula, fact).length > 0))
    return { how: 'statement' };
  if (value.node === 'quantity' && value.quantity.reading.as === 'quantile')
    return value.quantity.window === 'interval'
      ? { how: 'percentile', histogram: value.quantity, q: value.quantity.reading.q }
      : { how: 'statement' };
  if (value.node === 'quotient') {
    const { numerator, denominator } = value;
    return windowOf(numerator, denominator, n) === 'interval'
      ? { how: 'ratio', numerator, denominator, n }
      : { how: 'statement' };
  }
  switch (windowOf(value, n)) {
    case 'interval':
      return { how: 'sum', value, n };
    case 'before_start':
      return { how: 'stock at start', value, n };
    case 'before_end':
      return { how: 'stock at end', value, n };
    case null:
      return { how: 'statement' };
  }
}

/** The one window of which sums are added and taken away in these; null: there are several, or something else is done. */
function windowOf(...expressions: Expression[]): Window | null {
  if (!expressions.every(isLinear)) return null;
  const windows = new Set(expressions.flatMap(quantitiesOf).map(({ window }) => window));
  return windows.size === 1 ? [...windows][0]! : null;
}

function isLinear(expression: Expression): boolean {
  switch (expression.node) {
    case 'quantity':
      return isAdditive(expression.quantity);
    case 'sum':
      return expression.terms.every(isLinear);
    case 'difference':
      return isLinear(expression.from) && isLinear(expression.take);
    case 'scaled':
      return isLinear(expression.of);
    default:
      return false;
  }
}

/**
 * Instants before the start or the end are not those before that of each day, a whole is that of all groups, and no view reads
 * schedules.
 */
const isAdditive = (quantity: Quantity): boolean =>
  quantity.across.length === 0 && isSum(quantity.reading) && !isWorked(quantity);

const isSum = (reading: Quantity['reading']): boolean =>
  reading.as === 'sum' || (reading.as === 'count' && reading.keys !== 'before_start' && !isAged(reading));
