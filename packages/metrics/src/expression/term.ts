import type { Expression } from './expression.js';
import type { Quantity } from './quantity.js';

/** A quantity in words, which are the same for quantities that are the same: `calls (outbound, connected)`, `lost before the end`. */
export function termOf({ measure, where, reading, window, across }: Quantity): string {
  const values = Object.values(where);
  return [
    measure,
    ...(values.length > 0 ? [`(${values.join(', ')})`] : []),
    ...(reading.as === 'count' ? keysInWords(reading.keys) : []),
    ...(reading.as === 'change_of_those_before'
      ? [`change of those ${reading.of === 'all' ? '' : 'who went down '}from before the start`]
      : []),
    ...(across.length > 0 ? [`of every ${across.join(' and ')}`] : []),
    ...(window === 'interval' ? [] : [window === 'before_start' ? 'before the start' : 'before the end']),
  ].join(' ');
}

function keysInWords(keys: Extract<Quantity['reading'], { as: 'count' }>['keys']): string[] {
  if (keys === 'all') return [];
  if (keys === 'before_start') return ['from before the start'];
  if ('daysBeforeEnd' in keys) return [`older than ${keys.daysBeforeEnd}`];
  if ('workedLongerThan' in keys) return [`past ${keys.workedLongerThan} of working time`];
  return 'upTo' in keys ? [`within ${keys.upTo}`] : [`past ${keys.olderThan}`];
}

/** What no measure adds up. */
export const WORKING_DAYS = 'working days';

/** An expression as people write formulas: `won ÷ (won + lost)`. */
export function inWords(expression: Expression): string {
  switch (expression.node) {
    case 'quantity':
      return readInWords(expression.quantity);
    case 'sum':
      return expression.terms.map(inWords).join(' + ');
    case 'difference':
      return `${inWords(expression.from)} − ${grouped(expression.take)}`;
    case 'scaled':
      return `${typeof expression.by === 'number' ? expression.by : expression.by.parameter} × ${grouped(expression.of)}`;
    case 'product':
      return expression.factors.map(grouped).join(' × ');
    case 'quotient':
      return `${grouped(expression.numerator)} ÷ ${grouped(expression.denominator)}`;
    case 'working_days':
      return WORKING_DAYS;
    case 'age':
      return `now − ${grouped(expression.since)}`;
  }
}

function readInWords(quantity: Quantity): string {
  const term = termOf(quantity);
  switch (quantity.reading.as) {
    case 'quantile':
      return `percentile ${quantity.reading.q * 100} of ${term}`;
    case 'least_key':
      return `the earliest of ${term}`;
    default:
      return term;
  }
}

const grouped = (expression: Expression): string =>
  ['quantity', 'working_days', 'age'].includes(expression.node)
    ? inWords(expression)
    : `(${inWords(expression)})`;
