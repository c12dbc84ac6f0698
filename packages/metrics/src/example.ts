import { asNumber, decimalText, type Expression, evaluate } from './expression/expression.js';
import { countsWorkingDays, type Formula, quantitiesIn } from './expression/formula.js';
import { type Amount, isMoney, type Quantity } from './expression/quantity.js';
import { termOf, WORKING_DAYS } from './expression/term.js';
import { type Parameter, withDefaults } from './parameter.js';

/**
 * What a term comes to in an example: a number; money as text; of what is kept as a map its keys, one by one (durations in
 * ms, or instants in seconds as of asking, those of before negative).
 */
export type Given = number | string | number[];

/** A metric computed from numbers that are given, by its own formula. */
export interface Example {
  /** Term → what it comes to. */
  given: Record<string, Given>;
  /** Money as text. */
  value: number | string | null;
  n: number;
}

interface Exemplified {
  name: string;
  formula: Formula;
  given: Record<string, Given>;
  parameters: readonly Parameter[];
}

/** Throws when what is given is not exactly what the formula reads. */
export function exampleOf({ name, formula, given, parameters }: Exemplified): Example {
  const read = new Set([
    ...quantitiesIn(formula).map(termOf),
    ...(countsWorkingDays(formula) ? [WORKING_DAYS] : []),
  ]);
  const strange = Object.keys(given).filter((term) => !read.has(term));
  if (strange.length > 0)
    throw new Error(`the example of ${name} gives ${strange.join(', ')}; it reads ${[...read].join(', ')}`);
  const amountOf = (quantity: Quantity): Amount => {
    const term = termOf(quantity);
    if (given[term] === undefined) throw new Error(`the example of ${name} does not give ${term}`);
    return amountGiven(given[term], quantity);
  };
  const shown = (expression: Expression) =>
    evaluate(expression, {
      amountOf,
      now: 0,
      parameters: withDefaults(parameters),
      workingDays: Number(given[WORKING_DAYS]),
    });
  const value = shown(formula.value);
  return {
    given,
    value: typeof value === 'bigint' ? decimalText(value) : value,
    n: asNumber(shown(formula.n) ?? 0),
  };
}

function amountGiven(given: Given, { type, reading }: Quantity): Amount {
  if (typeof given === 'object') {
    if (reading.as === 'quantile') return quantile(given, reading.q);
    return reading.as === 'least_key' ? Math.min(...given) : given.length;
  }
  return isMoney(type) ? BigInt(Math.round(Number(given) * 10_000)) : Number(given);
}

/** Between neighbours in proportion, as spreadsheets' PERCENTILE.INC does. */
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = q * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (place - Math.floor(place)) * (high - low);
}
