import { dealOpened, dealWon, orderPlaced, product, productRemoved } from '../given.js';
import { MARCH, type Scenario } from '../scenario.js';

export const products: readonly Scenario[] = [
  {
    name: 'A product that is renamed and put elsewhere in April has that name and that category in March, too',
    given: [
      product('P-1', 'Bolt', 'Fasteners', '2026-02-01T09:00Z'),
      product('P-2', 'Crane', 'Machines', '2026-02-01T09:00Z'),
      orderPlaced('O-1', '2026-03-02T09:00Z', [
        ['P-1', 300, '30.00'],
        ['P-2', 1, '9000'],
        ['nobody told of', 2, '4'],
      ]),
      product('P-1', 'Bolt M8', 'Metal goods', '2026-04-03T09:00Z'),
    ],
    expect: {
      [`units?${MARCH}&by=product`]: [
        { product: 'P-1', labels: { product: 'Bolt M8' }, value: 300 },
        { product: 'nobody told of', value: 2 },
        { product: 'P-2', labels: { product: 'Crane' }, value: 1 },
      ],
      [`units?${MARCH}&by=category`]: [
        { category: 'Metal goods', value: 300, n: 1 },
        { category: '', value: 2, n: 1 },
        { category: 'Machines', value: 1, n: 1 },
      ],
      [`revenue_orders?${MARCH}&filter=category:Machines`]: { currency: 'EUR', value: '9000', n: 1 },
      [`units?${MARCH}&filter=category:Fasteners`]: { value: 0, n: 0 },
      [`units?${MARCH}&filter=category:`]: { value: 2, n: 1 },
      // An order of two products is one order, of neither category.
      [`orders?${MARCH}`]: { value: 1, n: 1 },
    },
  },
  {
    name: 'A merge that is told in April counts what was sold of both in March together, by either id, in orders and deals',
    given: [
      product('P-1', 'Widget', 'Widgets', '2026-02-01T09:00Z'),
      product('P-7', 'Widgget', 'Typos', '2026-02-01T09:00Z'),
      orderPlaced('O-1', '2026-03-02T09:00Z', [['P-1', 2, '20']]),
      orderPlaced('O-2', '2026-03-02T09:05Z', [
        ['P-7', 3, '30'],
        ['P-9', 4, '40'],
      ]),
      dealOpened('D-1', '2026-03-01T00:00Z', { product: 'P-1' }),
      dealWon('D-1', '2026-03-03T00:00Z', 100),
      dealOpened('D-2', '2026-03-01T00:00Z', { product: 'P-7' }),
      dealWon('D-2', '2026-03-08T00:00Z', 200),
      // Before anything else is said of it, and by way of another.
      productRemoved('P-9', '2026-02-20T09:00Z', 'P-7'),
      productRemoved('P-7', '2026-04-02T09:00Z', 'P-1'),
    ],
    expect: {
      [`units?${MARCH}&by=product`]: { product: 'P-1', labels: { product: 'Widget' }, value: 9, n: 3 },
      [`units?${MARCH}&by=category`]: { category: 'Widgets', value: 9, n: 3 },
      [`units?${MARCH}&filter=product:P-1`]: { value: 9, n: 3 },
      [`units?${MARCH}&filter=product:P-7`]: { value: 9, n: 3 },
      [`units?${MARCH}&filter=product:P-9%7CP-1&by=product,currency`]: { product: 'P-1', value: 9, n: 3 },
      [`revenue_won?${MARCH}&by=product`]: { product: 'P-1', currency: 'EUR', value: '300', n: 2 },
      [`deals_won?${MARCH}&by=category&interval=week&week_starts=sunday`]: [
        { category: 'Widgets', value: 1 },
        { category: 'Widgets', value: 1 },
        { category: 'Widgets', value: 0 },
        { category: 'Widgets', value: 0 },
        { category: 'Widgets', value: 0 },
      ],
      // Of both together: two and seven days.
      [`sales_cycle_p50?${MARCH}&by=product`]: { product: 'P-1', n: 2 },
    },
  },
  {
    name: 'What was sold was sold: a product that is removed counts by its id, one whose merge is undone by itself, and merges in a circle are none',
    given: [
      product('gone', 'Gadget', 'Gadgets', '2026-02-01T09:00Z'),
      productRemoved('gone', '2026-03-20T09:00Z'),
      product('back', 'Back', 'Gadgets', '2026-02-01T09:00Z'),
      productRemoved('back', '2026-03-20T09:00Z', 'gone'),
      product('back', 'Back again', null, '2026-03-21T09:00Z'),
      productRemoved('hen', '2026-03-20T09:00Z', 'egg'),
      productRemoved('egg', '2026-03-20T09:00Z', 'hen'),
      orderPlaced('O-1', '2026-03-02T09:00Z', [
        ['gone', 5, '5'],
        ['back', 4, '4'],
        ['hen', 3, '3'],
        ['egg', 2, '2'],
      ]),
    ],
    expect: {
      [`units?${MARCH}&by=product,category`]: [
        { product: 'gone', category: '', value: 5 },
        { product: 'back', category: '', labels: { product: 'Back again' }, value: 4 },
        { product: 'hen', category: '', value: 3 },
        { product: 'egg', category: '', value: 2 },
      ],
      [`units?${MARCH}&filter=product:hen`]: { value: 3, n: 1 },
    },
  },
];
