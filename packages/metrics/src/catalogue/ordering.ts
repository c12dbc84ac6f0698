import { across, count, measuresOf, quotient, ratio, total } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { metric } from './define.js';

const order = measuresOf('order');
const lines = order.sum('lines');

const units = order.sum('units');
/** What a segment is preferred by, and what shows it. */
const PRODUCTS = ['product', 'category'];
const MARKETS = ['segment', 'region'];

const removed = 'Orders that were removed, and ones that were amended but never placed.';
const wholeList = 'A correction of the lines says all of them: the list that was said last holds, whole.';

const asKnownNow =
  'Names and categories of products are those of now, also of what was sold before; a product that was merged counts with the other one, and one of which nobody said anything by its id, in no category.';

const asOfThen =
  'Segment and region are those of the account when the order was placed, of one that was merged those of the survivor; of an order without an account, or of one of which neither is known, none.';

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
      asOfThen,
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
    edges: [wholeList, asKnownNow, asOfThen],
    formula: total(units, lines),
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
      asOfThen,
      'Currencies are never added: an answer has a row for each, unless it is filtered by one.',
    ],
    formula: total(order.sum('revenue'), lines),
    given: { revenue: '48200', lines: 112 },
  }),
  metric({
    name: 'product_preference',
    title: 'Product preference',
    unit: 'score',
    better: 'none',
    indicator: 'outcome',
    definition:
      'Share of a product in the units that a segment or region ordered in the period ÷ its share in the units that all of them ordered.',
    counts:
      'The quantity of each line of the orders: 2 is twice as popular with them as with everybody, 1 as popular, 0.5 half as popular; n is how many units they ordered of all products.',
    omits: `Amounts, as two markets can pay other prices, and deals, which have no units. ${removed}`,
    edges: [
      'It wants two splits or filters: by product or category, and by segment or region; without one of them it is 1.',
      'By segment it is compared with all segments, by region with all regions, its own among them: who buys nearly all of everything prefers little.',
      'Split by both, a product of which they ordered nothing has no row; filtered to it, they prefer it by 0.',
      'Other filters, such as one of an office, hold above and below the line: it is then the preference among its orders.',
      wholeList,
      asKnownNow,
      asOfThen,
    ],
    formula: ratio(
      quotient(units, across(PRODUCTS, units)),
      quotient(across(MARKETS, units), across([...PRODUCTS, ...MARKETS], units)),
      { n: across(PRODUCTS, units) },
    ),
    given: {
      units: 60,
      'units of every product and category': 200,
      'units of every segment and region': 150,
      'units of every product and category and segment and region': 1_000,
    },
  }),
];
