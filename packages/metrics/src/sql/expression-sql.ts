import type { Expression } from '../expression/expression.js';
import type { Quantity } from '../expression/quantity.js';

export interface Terms {
  of(quantity: Quantity): string;
  /** SQL of epoch seconds of asking. */
  now: string;
  /** SQL of how many days of the interval are worked. */
  workingDays: string;
  /** Of the metric, by name. */
  parameters: Readonly<Record<string, number>>;
}

/** The value of an expression, SQL of aggregates; NULL where there is nothing to divide by. */
export function expressionSql(expression: Expression, terms: Terms): string {
  const sql = (part: Expression) => expressionSql(part, terms);
  switch (expression.node) {
    case 'quantity':
      return terms.of(expression.quantity);
    case 'sum':
      return expression.terms.map(sql).join(' + ');
    case 'difference':
      return `${sql(expression.from)} - ${grouped(expression.take, sql)}`;
    case 'scaled':
      return `${typeof expression.by === 'number' ? expression.by : terms.parameters[expression.by.parameter]} * ${grouped(expression.of, sql)}`;
    case 'product':
      return expression.factors.map((factor) => `toFloat64(${sql(factor)})`).join(' * ');
    case 'quotient':
      // A decimal divided keeps its four places.
      return `toFloat64(${sql(expression.numerator)}) / nullIf(toFloat64(${sql(expression.denominator)}), 0)`;
    case 'working_days':
      return terms.workingDays;
    case 'age':
      return `1000 * greatest(0, ${terms.now} - ${grouped(expression.since, sql)})`;
  }
}

const grouped = (expression: Expression, sql: (part: Expression) => string): string =>
  expression.node === 'quantity' || expression.node === 'working_days'
    ? sql(expression)
    : `(${sql(expression)})`;
