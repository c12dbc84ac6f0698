import { z } from 'zod';
import { subjectNamed } from '../claims.js';
import { defineEntity, needed } from '../entity.js';
import type { Statement } from '../events.js';
import { id, instant, text } from '../rules.js';

/** A line is `order.placed` of one product; lines of one order are one `order.placed` of all their products. */
export const ORDERS = defineEntity({
  name: 'orders',
  one: 'order',
  metrics: ['orders', 'units', 'revenue_orders'],
  rules: z.strictObject({
    id,
    placed_at: instant,
    product: text,
    quantity: text.default({ constant: '1' }),
    amount: text,
    currency: text,
    rep: id.optional(),
    account: id.optional(),
  }),
  subject: (rules, line) => subjectNamed('order', line.id(rules.id)),
  statements(rules, line) {
    const placedAt = needed(line.instant(rules.placed_at), rules.placed_at, 'an order needs its date');
    const quantity = needed(line.decimal(rules.quantity), rules.quantity, 'an order needs a quantity');
    return [
      {
        type: 'order.placed',
        occurredAt: placedAt,
        data: {
          order_id: needed(line.id(rules.id), rules.id, 'an order needs an id'),
          placed_at: placedAt,
          account_id: line.id(rules.account),
          rep_id: line.id(rules.rep),
          currency: needed(line.text(rules.currency), rules.currency, 'an order needs a currency'),
          lines: [
            {
              product: needed(line.text(rules.product), rules.product, 'an order needs a product'),
              quantity: Number(quantity),
              amount: needed(line.decimal(rules.amount), rules.amount, 'an order needs an amount'),
            },
          ],
        },
      },
    ];
  },
  combine(_rules, told) {
    const placed = told.flatMap(({ statements }) => statements);
    const [first, ...others] = placed;
    const said = ({ occurredAt, data: { lines: _, ...rest } }: Statement) =>
      JSON.stringify([occurredAt, rest]);
    if (!first || others.some((other) => said(other) !== said(first))) return null;
    // A line that is there twice is one line.
    const lines = new Map(
      placed.flatMap(({ data }) => data.lines as object[]).map((each) => [JSON.stringify(each), each]),
    );
    return [{ ...first, data: { ...first.data, lines: [...lines.values()] } }];
  },
});
