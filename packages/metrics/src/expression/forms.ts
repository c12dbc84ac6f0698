import { type FactName, factOf, type MeasureType } from '@tallyboard/facts/facts';
import { before, type Expression, ofQuantities } from './expression.js';
import type { Formula } from './formula.js';
import type { Keys, Reading, Where } from './quantity.js';

const READ_AS: Readonly<Record<MeasureType, readonly Reading['as'][]>> = {
  count: ['sum'],
  sum_ms: ['sum'],
  sum: ['sum'],
  decimal: ['sum'],
  map: ['count', 'quantile', 'least_key'],
  decimal_map: ['change_of_those_before'],
};

/** The measures of a fact as terms of expressions. */
export function measuresOf(fact: FactName) {
  const read = (measure: string, reading: Reading, where: Where): Expression => {
    const found = factOf(fact).measures.find(({ name }) => name === measure);
    if (!found) throw new Error(`${fact} has no measure ${measure}`);
    if (!READ_AS[found.type].includes(reading.as))
      throw new Error(`${fact}.${measure} is a ${found.type}, of which there is no ${reading.as}`);
    return {
      node: 'quantity',
      quantity: { fact, measure, type: found.type, where, window: 'interval', reading, across: [] },
    };
  };
  return {
    /** Σ of a measure over the cells with these dimensions. */
    sum: (measure: string, where: Where = {}) => read(measure, { as: 'sum' }, where),
    /** Σ of the counts of a map. */
    counts: (measure: string, keys: Keys = 'all') => read(measure, { as: 'count', keys }, {}),
    quantile: (measure: string, q: number) => read(measure, { as: 'quantile', q }, {}),
    leastKey: (measure: string) => read(measure, { as: 'least_key' }, {}),
    /** What the keys that were not at 0 at the start changed by, or those of them alone that went down. */
    changeOfThoseBefore: (measure: string, of: 'all' | 'those_down') =>
      read(measure, { as: 'change_of_those_before', of }, {}),
  };
}

export const plus = (...terms: Expression[]): Expression => ({ node: 'sum', terms });
export const minus = (from: Expression, take: Expression): Expression => ({ node: 'difference', from, take });
export const scaled = (by: number | { parameter: string }, of: Expression): Expression => ({
  node: 'scaled',
  by,
  of,
});
export const product = (...factors: Expression[]): Expression => ({ node: 'product', factors });
/** The same of all values of these dimensions, whatever is asked for. */
export const across = (dimensions: readonly string[], expression: Expression): Expression =>
  ofQuantities(expression, (quantity) => ({ ...quantity, across: dimensions }));
export const workingDays: Expression = { node: 'working_days' };
export const quotient = (numerator: Expression, denominator: Expression): Expression => ({
  node: 'quotient',
  numerator,
  denominator,
});

const PLAIN = { numerator: null, denominator: null, isShare: false };

/** How many. */
export const count = (of: Expression): Formula => ({ ...PLAIN, kind: 'count', value: of, n: of });

/** How much, and of how many. */
export const total = (of: Expression, n: Expression): Formula => ({ ...PLAIN, kind: 'sum', value: of, n });

/** `numerator` ÷ `denominator`; n is the denominator unless given, and `scale` multiplies the value alone. */
export function ratio(
  numerator: Expression,
  denominator: Expression,
  { n = denominator, scale, kind = 'ratio' }: { n?: Expression; scale?: number; kind?: Formula['kind'] } = {},
): Formula {
  const value = quotient(scale === undefined ? numerator : scaled(scale, numerator), denominator);
  return { kind, value, n, numerator, denominator, isShare: false };
}

/** What part of things counted: `part` are some of `whole`. */
export const share = (part: Expression, whole: Expression, kind: Formula['kind'] = 'ratio'): Formula => ({
  ...ratio(part, whole, { kind }),
  isShare: true,
});

export const mean = (sum: Expression, of: Expression): Formula => ratio(sum, of, { kind: 'mean' });

/** The q-quantile of a histogram; n is its total. */
export function percentile(fact: FactName, histogram: string, q: number): Formula {
  const { quantile, counts } = measuresOf(fact);
  return { ...PLAIN, kind: 'percentile', value: quantile(histogram, q), n: counts(histogram) };
}

/** Everything that was added before the start or the end, and not taken away; n is the same unless given. */
export function stock(of: Expression, at: 'start' | 'end', n = of): Formula {
  return { ...PLAIN, kind: 'stock', value: before(at, of), n: before(at, n) };
}

/** How long ago the least instant of a map is, of all before the end; n is how many there are. */
export function oldest(fact: FactName, since: string): Formula {
  const { leastKey, counts } = measuresOf(fact);
  return {
    ...PLAIN,
    kind: 'oldest',
    value: { node: 'age', since: before('end', leastKey(since)) },
    n: before('end', counts(since)),
  };
}
