import {
  accountAmended,
  accountCreated,
  accountMerged,
  orderAmended,
  orderPlaced,
  orderRemoved,
  rep,
} from '../given.js';
import { MARCH, type Scenario } from '../scenario.js';

export const ordering: readonly Scenario[] = [
  {
    name: 'An order of two products is one order; units and revenue tell which product is popular, and they differ',
    given: [
      rep('ann', 'berlin', 'hunters'),
      orderPlaced(
        'O-1',
        '2026-03-02T09:00Z',
        [
          ['bolt', 300, '30.00'],
          ['crane', 1, '9000'],
        ],
        { rep_id: 'ann' },
      ),
      orderPlaced('O-2', '2026-03-03T09:00Z', [['bolt', 200, '20.00']]),
      orderPlaced('in April', '2026-04-01T00:00Z', [['bolt', 1, '1.00']]),
    ],
    expect: {
      [`orders?${MARCH}`]: { value: 2, n: 2 },
      [`orders?${MARCH}&by=office`]: [
        { office: '', value: 1 },
        { office: 'berlin', value: 1 },
      ],
      [`units?${MARCH}&by=product`]: [
        { product: 'bolt', value: 500, n: 2 },
        { product: 'crane', value: 1, n: 1 },
      ],
      [`units?${MARCH}&by=product&top=1`]: [{ product: 'bolt', value: 500 }],
      [`revenue_orders?${MARCH}&by=product&top=1`]: [{ product: 'crane', value: '9000' }],
      [`revenue_orders?${MARCH}&by=product`]: [
        { product: 'crane', currency: 'EUR', value: '9000', n: 1 },
        { product: 'bolt', currency: 'EUR', value: '50', n: 2 },
      ],
    },
  },
  {
    name: 'Lines that are corrected replace all lines, currencies are never added, and a removed order is none',
    given: [
      orderPlaced('O-1', '2026-03-02T09:00Z', [
        ['bolt', 3, '30'],
        ['nut', 5, '5'],
      ]),
      orderAmended('O-1', '2026-03-02T09:00Z', '2026-03-05T09:00Z', { lines: [line('bolt', 2, '20')] }),
      orderPlaced('O-2', '2026-03-03T09:00Z', [['bolt', 1, '12']], { currency: 'USD' }),
      orderPlaced('O-3', '2026-03-04T09:00Z', [['bolt', 9, '90']]),
      orderRemoved('O-3', '2026-03-04T09:00Z', '2026-03-06T09:00Z'),
    ],
    expect: {
      [`orders?${MARCH}`]: { value: 2, n: 2 },
      [`units?${MARCH}`]: { value: 3, n: 2 },
      [`revenue_orders?${MARCH}`]: [
        { currency: 'EUR', value: '20', n: 1 },
        { currency: 'USD', value: '12', n: 1 },
      ],
    },
  },
  {
    name: 'What a segment prefers is its share of a product by the share that the product has everywhere',
    given: [
      accountCreated('shop', '2026-01-02T09:00Z', { segment: 'small', region: 'north' }),
      accountCreated('works', '2026-01-02T09:00Z', { segment: 'large', region: 'north' }),
      ordered('O-1', '2026-03-02T09:00Z', 'shop', ['bolt', 60], ['nut', 140]),
      ordered('O-2', '2026-03-03T09:00Z', 'works', ['bolt', 90], ['nut', 610], ['crane', 100]),
    ],
    expect: {
      // 60 of 200 against 150 of 1000, and 90 of 800.
      [`product_preference?${MARCH}&by=segment&filter=product:bolt`]: [
        { segment: 'small', value: 2, n: 200, numerator: 0.3, denominator: 0.15 },
        { segment: 'large', value: 0.75, n: 800 },
      ],
      // Nobody who is small has ordered a crane.
      [`product_preference?${MARCH}&by=segment&filter=product:crane`]: [
        { segment: 'large', value: 1.25, n: 800 },
        { segment: 'small', value: 0, n: 200 },
      ],
      [`product_preference?${MARCH}&by=product&filter=segment:small`]: [
        { product: 'bolt', value: 2 },
        { product: 'nut', value: 140 / 200 / 0.75 },
        { product: 'crane', value: 0 },
      ],
      // All are of one region: nothing to prefer by.
      [`product_preference?${MARCH}&by=region&filter=product:bolt`]: [
        { region: 'north', value: 1, n: 1_000 },
      ],
      [`product_preference?${MARCH}`]: { value: 1, n: 1_000 },
      [`product_preference?${MARCH}&by=product,segment&top=1`]: [
        { product: 'bolt', segment: 'small', value: 2 },
      ],
      [`units?${MARCH}&by=product&filter=segment:small&top=1`]: [{ product: 'nut', value: 140 }],
      [`orders?${MARCH}&by=segment`]: [
        { segment: 'large', value: 1 },
        { segment: 'small', value: 1 },
      ],
      [`revenue_orders?${MARCH}&by=region`]: [{ region: 'north', currency: 'EUR', value: '1000', n: 5 }],
    },
  },
  {
    name: 'An order is of the segment that its account was then, and of what that one was merged into',
    given: [
      ordered('before anything was said', '2026-03-01T09:00Z', 'A', ['bolt', 1]),
      accountCreated('A', '2026-03-02T09:00Z', { segment: 'small', region: 'north' }),
      ordered('of a small one', '2026-03-05T09:00Z', 'A', ['bolt', 2]),
      // It grows, and nobody knows any more where it is.
      accountAmended('A', '2026-03-10T09:00Z', { segment: 'large', cleared: ['region'] }),
      ordered('of a large one', '2026-03-12T09:00Z', 'A', ['bolt', 4]),
      ordered('of nobody known', '2026-03-12T09:00Z', 'B', ['bolt', 8]),
      orderPlaced('of nobody', '2026-03-12T09:00Z', [['bolt', 16, '16']]),
      accountCreated('C', '2026-03-02T09:00Z', { segment: 'huge' }),
      ordered('of one that is merged', '2026-03-06T09:00Z', 'C', ['bolt', 32]),
      accountMerged('C', '2026-03-20T09:00Z', 'A'),
    ],
    expect: {
      [`units?${MARCH}&by=segment,region`]: [
        { segment: 'small', region: 'north', value: 35, n: 3 },
        { segment: '', region: '', value: 24, n: 2 },
        { segment: 'large', region: '', value: 4, n: 1 },
      ],
    },
  },
];

/** Lines of a product and how many of it, each for as much. */
function ordered(id: string, at: string, account: string, ...lines: [product: string, units: number][]) {
  return orderPlaced(
    id,
    at,
    lines.map(([product, units]) => [product, units, String(units)]),
    { account_id: account },
  );
}

function line(product: string, quantity: number, amount: string) {
  return { product, quantity, amount };
}
