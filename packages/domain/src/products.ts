import type { CrmEvent } from '@tallyboard/contracts/events';
import { mergedAwayInto } from './merges.js';
import { createKeep, inOrder, type Keep, Statement } from './statement.js';

type ProductEvent = Extract<CrmEvent, { type: `product.${string}` }>;

class ProductStatement extends Statement<ProductEvent['type']> {
  readonly name: string;
  readonly category: string;
  readonly mergedInto: string | null;

  constructor(event: ProductEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const said = event.type === 'product.updated' ? event : null;
    this.name = keep(said?.name ?? '');
    this.category = keep(said?.category ?? '');
    this.mergedInto = event.type === 'product.removed' ? keep(event.merged_into) : null;
  }
}

/** What a product that is named somewhere counts as. */
export interface CountedProduct {
  product: string;
  name: string;
  category: string;
}

export type CountedAs = (product: string) => CountedProduct;

/** Products as they must be, computed from the events alone. */
export function createProducts() {
  const keep = createKeep();
  const tenants = new Map<string, Map<string, ProductStatement>>();
  return {
    /** Takes events in any order, duplicates too. `digest`: as `decode` gives it. */
    add(event: ProductEvent, digest: number): void {
      const products = tenants.get(event.tenant) ?? new Map<string, ProductStatement>();
      tenants.set(event.tenant, products);
      const statement = new ProductStatement(event, digest, keep);
      statement.next = products.get(event.product_id) ?? null;
      products.set(event.product_id, statement);
    },
    countedAs: (tenant: string): CountedAs => countedBy(tenants.get(tenant) ?? new Map()),
  };
}

/** Given any statement of each product: how schemas/product/README.md says it. */
function countedBy(products: ReadonlyMap<string, ProductStatement>): CountedAs {
  const latest = new Map([...products].map(([product, first]) => [product, inOrder(first).at(-1)!]));
  const merges = new Map<string, string>();
  for (const [product, { mergedInto }] of latest) if (mergedInto !== null) merges.set(product, mergedInto);
  const survivors = new Map<string, string>();
  for (const [survivor, losers] of mergedAwayInto(merges))
    for (const loser of losers) survivors.set(loser, survivor);
  return (named) => {
    const product = survivors.get(named) ?? named;
    const { name = '', category = '' } = latest.get(product) ?? {};
    return { product, name, category };
  };
}
