import { count, measuresOf, total } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { metric } from './define.js';

const order = measuresOf('order');
const lines = order.sum('lines');

/** Split by product, units and revenue rank what is popular. */
export const ordering: readonly Metric[] = [
  metric({
    name: 'orders',
    title: 'Orders',
    unit: 'count',
    better: 'up',
    // An order of two products is one order.
    without: ['product'],
    definition: 'Orders placed in the period.',
    formula: count(order.sum('orders')),
  }),
  metric({
    name: 'units',
    title: 'Units ordered',
    unit: 'count',
    better: 'up',
    definition: 'Units in the lines of orders placed in the period; by product, how popular each is.',
    formula: total(order.sum('units'), lines),
  }),
  metric({
    name: 'revenue_orders',
    title: 'Revenue of orders',
    unit: 'money',
    better: 'up',
    definition: 'Amounts of the lines of orders placed in the period; by product, what each brings in.',
    formula: total(order.sum('revenue'), lines),
  }),
];
