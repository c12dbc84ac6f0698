import { count, defineFact, money, sum } from '../define.js';
import { accountThen } from '../described.js';
import { repInForce } from '../read.js';

/** Orders count once, and their lines by product: an order of two products is one order. */
export const order = defineFact({
  name: 'order',
  entity: 'order',
  placement: 'fixed',
  bucketing: ['placed_at'],
  dimensions: {
    currency: 'ISO 4217 code of its amounts',
    product: 'what a line is of; none where orders are counted',
  },
  measures: {
    orders: count('orders placed'),
    lines: count('lines of orders'),
    units: sum('units of the lines'),
    revenue: money('currency', 'amount of the lines'),
  },
  reads: [repInForce],
  described: accountThen,
});
