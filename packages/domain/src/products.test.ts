import { check } from '@tallyboard/contracts/validate';
import { expect, it } from 'vitest';
import { createProducts } from './products.js';

type Told = [product: string, said: { name: string; category?: string } | { merged_into?: string }];

/** What products come to of which this was said, one after the other. */
function countedAs(...told: Told[]) {
  const products = createProducts();
  told.forEach(([product_id, said], n) => {
    const type = 'name' in said ? 'product.updated' : 'product.removed';
    const at = '2026-03-01T00:00Z';
    const checked = check(type, {
      ...{ event_id: `e-${n}`, source: 's', tenant: 't', occurred_at: at, source_version: n },
      ...{ product_id, ...said, ...(type === 'product.removed' && { removed_at: at }) },
    });
    if (!checked.ok) throw new Error(JSON.stringify(checked.violations));
    const { event } = checked;
    if (event.type === 'product.updated' || event.type === 'product.removed') products.add(event, 1);
  });
  return (product: string) => Object.values(products.countedAs('t')(product)).join();
}

it('a product has the name and the category that were said last, both or none', () => {
  const of = countedAs(
    ['P', { name: 'Old', category: 'Widgets' }],
    ['P', { name: 'New' }],
    ['Q', { name: 'Q', category: 'Widgets' }],
    ['Q', {}],
  );
  expect([of('P'), of('Q'), of('nobody told of')]).toEqual(['P,New,', 'Q,,', 'nobody told of,,']);
});

it('what is merged counts with its survivor, by that one’s name and category, until it is told of again', () => {
  const merged: Told[] = [
    ['A', { name: 'A', category: 'Widgets' }],
    ['B', { name: 'B', category: 'Gadgets' }],
    ['B', { merged_into: 'A' }],
    ['C', { merged_into: 'B' }],
    ['D', { merged_into: 'nobody told of' }],
  ];
  expect(['A', 'B', 'C', 'D'].map(countedAs(...merged))).toEqual([
    'A,A,Widgets',
    'A,A,Widgets',
    'A,A,Widgets',
    'nobody told of,,',
  ]);
  expect(['B', 'C'].map(countedAs(...merged, ['B', { name: 'B' }]))).toEqual(['B,B,', 'B,B,']);
});

it('merges in a circle, and into it, are none', () => {
  const of = countedAs(['A', { merged_into: 'B' }], ['B', { merged_into: 'A' }], ['C', { merged_into: 'A' }]);
  expect(['A', 'B', 'C'].map(of)).toEqual(['A,,', 'B,,', 'C,,']);
});
