import { evaluate } from '@tallyboard/metrics/expression';
import type { Formula } from '@tallyboard/metrics/formula';
import type { Amount, Quantity } from '@tallyboard/metrics/quantity';
import { quantile, totalOf } from './histogram.js';
import type { Counts, Ledger, Span } from './ledger.js';

/** The numbers of a span. */
export interface Numbers {
  value: number | null;
  n: number;
  numerator: number | null;
  denominator: number | null;
}

/** What a group's ledger says in the terms of a metric. */
export interface View {
  numbers(span: Span): Numbers;
  /** Σ of a measure that the formula, or what stands beside it, reads. */
  sum(quantity: Quantity, span: Span): number;
  histogram(quantity: Quantity, span: Span): Counts;
}

export function viewOf(ledger: Ledger, formula: Formula, parameters: Readonly<Record<string, number>>): View {
  let known: { of: Counts; q: number; value: number | null } | null = null;
  const amountOf = (quantity: Quantity, span: Span): Amount => {
    const sum = ledger.over(quantity, span);
    if (typeof sum === 'number') return sum;
    const { reading } = quantity;
    if (reading.as === 'quantile') {
      // Of counts that nothing was added to since, it is the same.
      if (known?.of !== sum || known.q !== reading.q)
        known = { of: sum, q: reading.q, value: quantile(sum, reading.q) };
      return known.value;
    }
    if (reading.as === 'count') return totalOf(sum, keysThatCount(reading.keys, span, parameters));
    throw new Error(`no alert reads the ${reading.as} of ${quantity.measure}`);
  };
  return {
    numbers(span) {
      const asked = { amountOf: (quantity: Quantity) => amountOf(quantity, span), now: span.to, parameters };
      const number = (amount: Amount) => (amount === null ? null : Number(amount));
      return {
        value: number(evaluate(formula.value, asked)),
        n: number(evaluate(formula.n, asked)) ?? 0,
        numerator: formula.numerator && number(evaluate(formula.numerator, asked)),
        denominator: formula.denominator && number(evaluate(formula.denominator, asked)),
      };
    },
    sum: (quantity, span) => ledger.over(quantity, span) as number,
    histogram: (quantity, span) => ledger.over(quantity, span) as Counts,
  };
}

/** Which keys of a map count in a span. Of what is unanswered all does: the spans of such metrics end early enough. */
function keysThatCount(
  keys: Extract<Quantity['reading'], { as: 'count' }>['keys'],
  { from }: Span,
  parameters: Readonly<Record<string, number>>,
): (key: number) => boolean {
  if (keys === 'before_start') return (key) => key < from;
  if (typeof keys === 'object' && 'upTo' in keys) {
    const most = Math.floor(parameters[keys.upTo]!);
    return (key) => key <= most;
  }
  return () => true;
}
