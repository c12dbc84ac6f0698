import { orderAmended, orderPlaced, orderRemoved, rep } from '../given.js';
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
];

function line(product: string, quantity: number, amount: string) {
  return { product, quantity, amount };
}
