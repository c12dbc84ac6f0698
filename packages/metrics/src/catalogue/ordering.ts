import { count, measuresOf, total } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { metric } from './define.js';

const order = measuresOf('order');
const lines = order.sum('lines');

const removed = 'Orders that were removed, and ones that were amended but never placed.';
const wholeList = 'A correction of the lines says all of them: the list that was said last holds, whole.';

const asKnownNow =
  'Names and categories of products are those of now, also of what was sold before; a product that was merged counts with the other one, and one of which nobody said anything by its id, in no category.';

/** Split by product, units and revenue rank what is popular. */
export const ordering: readonly Metric[] = [
  metric({
    name: 'orders',
    title: 'Orders',
    unit: 'count',
    better: 'up',
    indicator: 'output',
    // An order of two products is one order.
    without: ['product', 'category'],
    definition: 'Orders placed in the period.',
    counts: 'Each order once, at the instant when it was placed, for the rep of the order.',
    omits: removed,
    edges: [
      'An order of two products is one order, so orders are not split by product; units and revenue are.',
      'An order without lines is an order of nothing, and counts.',
    ],
    formula: count(order.sum('orders')),
    given: { orders: 86 },
  }),
  metric({
    name: 'units',
    title: 'Units ordered',
    unit: 'count',
    better: 'up',
    indicator: 'output',
    definition: 'Units in the lines of orders placed in the period; by product, how popular each is.',
    counts: 'The quantity of each line of the orders; n is how many lines there are.',
    omits: removed,
    edges: [wholeList, asKnownNow],
    formula: total(order.sum('units'), lines),
    given: { units: 240, lines: 112 },
  }),
  metric({
    name: 'revenue_orders',
    title: 'Revenue of orders',
    unit: 'money',
    better: 'up',
    indicator: 'output',
    definition: 'Amounts of the lines of orders placed in the period; by product, what each brings in.',
    counts: 'The amount of each line of the orders, each currency for itself; n is how many lines there are.',
    omits: `Amounts of deals, which are revenue_won. ${removed}`,
    edges: [
      wholeList,
      asKnownNow,
      'Currencies are never added: an answer has a row for each, unless it is filtered by one.',
    ],
    formula: total(order.sum('revenue'), lines),
    given: { revenue: '48200', lines: 112 },
  }),
];
