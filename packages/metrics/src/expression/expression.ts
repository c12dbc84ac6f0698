import type { Amount, Quantity, Window } from './quantity.js';

/** How a number comes from what cells add up to. */
export type Expression =
  | { node: 'quantity'; quantity: Quantity }
  | { node: 'sum'; terms: readonly Expression[] }
  | { node: 'difference'; from: Expression; take: Expression }
  /** Multiplied by a number, or by a parameter of the metric. */
  | { node: 'scaled'; by: number | { parameter: string }; of: Expression }
  | { node: 'product'; factors: readonly Expression[] }
  /** Null when there is nothing to divide by. */
  | { node: 'quotient'; numerator: Expression; denominator: Expression }
  /** The days of the interval, up to now, on which the office works: by its schedule, else by that of everybody. */
  | { node: 'working_days' }
  /** From an instant (epoch seconds) to the instant of asking, ms; never negative. */
  | { node: 'age'; since: Expression };

/** What the value of an expression is taken from. */
export interface Asked {
  amountOf(quantity: Quantity): Amount;
  /** Epoch seconds. */
  now: number;
  /** Of the metric, by name. */
  parameters: Readonly<Record<string, number>>;
  /** How many places amounts of money have; left out: MONEY_PLACES. */
  moneyPlaces?: number;
  /** Of the interval; asked for by formulas that count them alone. */
  workingDays?: number;
}

/** Places of an amount of money. */
export const MONEY_PLACES = 4;

export function evaluate(expression: Expression, asked: Asked): Amount {
  const number = (amount: number | bigint) => asNumber(amount, asked.moneyPlaces);
  switch (expression.node) {
    case 'quantity':
      return asked.amountOf(expression.quantity);
    case 'sum':
      return expression.terms.map((term) => evaluate(term, asked)).reduce(add);
    case 'difference':
      return add(evaluate(expression.from, asked), negative(evaluate(expression.take, asked)));
    case 'scaled': {
      const amount = evaluate(expression.of, asked);
      if (amount === null) return null;
      const by =
        typeof expression.by === 'number' ? expression.by : asked.parameters[expression.by.parameter]!;
      return typeof amount === 'bigint' && Number.isInteger(by) ? BigInt(by) * amount : by * number(amount);
    }
    case 'product':
      return expression.factors
        .map((factor) => evaluate(factor, asked))
        .reduce((a, b) => (a === null || b === null ? null : number(a) * number(b)));
    case 'quotient': {
      const numerator = evaluate(expression.numerator, asked);
      const denominator = evaluate(expression.denominator, asked);
      if (numerator === null || denominator === null || number(denominator) === 0) return null;
      return number(numerator) / number(denominator);
    }
    case 'working_days':
      return asked.workingDays!;
    case 'age': {
      const since = evaluate(expression.since, asked);
      return since === null ? null : Math.max(0, asked.now - number(since)) * 1_000;
    }
  }
}

/** The expressions that it is made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.node) {
    case 'quantity':
    case 'working_days':
      return [];
    case 'sum':
      return expression.terms;
    case 'difference':
      return [expression.from, expression.take];
    case 'scaled':
      return [expression.of];
    case 'product':
      return expression.factors;
    case 'quotient':
      return [expression.numerator, expression.denominator];
    case 'age':
      return [expression.since];
  }
}

/** Everything that it reads. */
export function quantitiesOf(expression: Expression): Quantity[] {
  return expression.node === 'quantity'
    ? [expression.quantity]
    : partsOf(expression).flatMap((part) => quantitiesOf(part));
}

/** A decimal of so many places, as short as it can be written. */
export function decimalText(units: bigint, places = MONEY_PLACES): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The number nearest to an amount. */
export const asNumber = (amount: number | bigint, places = MONEY_PLACES): number =>
  typeof amount === 'bigint' ? Number(decimalText(amount, places)) : amount;

function add(a: Amount, b: Amount): Amount {
  if (a === null || b === null) return null;
  if (typeof a === typeof b) return typeof a === 'bigint' ? a + (b as bigint) : a + (b as number);
  throw new Error('money and counts are not added');
}

const negative = (amount: Amount): Amount => (amount === null ? null : -amount);

/** The same of all cells before an interval, its own included or not. */
export function before(at: 'start' | 'end', expression: Expression): Expression {
  const window: Window = at === 'start' ? 'before_start' : 'before_end';
  return ofQuantities(expression, (quantity) => ({ ...quantity, window }));
}

/** The same of all that ever was before the end, of what is no stock. */
export const accrued = (expression: Expression): Expression =>
  ofQuantities(expression, (quantity) => ({ ...quantity, window: 'before_end', isAccrued: true }));

/** The same sums and differences of other quantities. */
export function ofQuantities(expression: Expression, change: (quantity: Quantity) => Quantity): Expression {
  const changed = (part: Expression) => ofQuantities(part, change);
  switch (expression.node) {
    case 'quantity':
      return { node: 'quantity', quantity: change(expression.quantity) };
    case 'sum':
      return { node: 'sum', terms: expression.terms.map(changed) };
    case 'difference':
      return { node: 'difference', from: changed(expression.from), take: changed(expression.take) };
    default:
      throw new Error(`a ${expression.node} is no sum of quantities`);
  }
}
