import { z } from 'zod';
import { subjectNamed } from '../claims.js';
import { defineEntity, needed } from '../entity.js';
import { id, text } from '../rules.js';

/**
 * A line is `product.updated`, as things are when the export is made; with `merged_into`, of a product that was merged into
 * another, `product.removed`.
 */
export const PRODUCTS = defineEntity({
  name: 'products',
  one: 'product',
  metrics: [],
  timeless: ['product.updated', 'product.removed'],
  rules: z.strictObject({
    id,
    name: text,
    category: text.optional(),
    merged_into: id.optional(),
  }),
  subject: (rules, line) => subjectNamed('product', line.id(rules.id)),
  statements(rules, line) {
    const product_id = needed(line.id(rules.id), rules.id, 'a product needs an id');
    const merged_into = line.id(rules.merged_into);
    if (merged_into !== null)
      return [
        {
          type: 'product.removed',
          occurredAt: line.asOf,
          data: { product_id, removed_at: line.asOf, merged_into },
        },
      ];
    const name = needed(line.text(rules.name), rules.name, 'a product needs a name');
    return [
      {
        type: 'product.updated',
        occurredAt: line.asOf,
        data: { product_id, name, category: line.text(rules.category) },
      },
    ];
  },
});
