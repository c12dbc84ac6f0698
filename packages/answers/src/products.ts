import type { MetricRequest } from './question/metric-request.js';

/**
 * What a product that cells name counts as, by what is known of products now. Cells keep what was said, so that a merge that
 * is told late, or a product that is put elsewhere, changes answers about all of history and restates nothing.
 */

/** Ids, survivors and categories of all products of the tenant, which is bound: always the same text, so that it is read once. */
const KNOWN =
  '(SELECT (groupArray(product_id), groupArray(survivor), groupArray(category)) FROM products WHERE tenant = {tenant:String})';

/** SQL of what is known of a product; both are texts. */
const looked = (what: 'survivor' | 'category', product: string, otherwise: string): string =>
  `transform(${product}, tupleElement(${KNOWN}, 1), tupleElement(${KNOWN}, ${what === 'survivor' ? 2 : 3}), ${otherwise})`;

/** SQL of the product with which one counts. */
const survivorOf = (product: string): string => looked('survivor', product, product);

/** SQL of what follows from the product that the rows of `from` name, by name of a dimension. */
const COUNTED = {
  product: (from: string) => survivorOf(`toString(${from}.product)`),
  category: (from: string) => looked('category', `toString(${from}.product)`, "''"),
} as const;

export const isOfProducts = (dimension: string): boolean => Object.hasOwn(COUNTED, dimension);

/** Whether what is said of products, which changes no cell, changes the answer. */
export const looksUpProducts = ({ by, filter }: Pick<MetricRequest, 'by' | 'filter'>): boolean =>
  [...by, ...Object.keys(filter)].some(isOfProducts);

/** The columns that rows must have for those that are asked for. */
export const toldColumns = (columns: readonly string[]): string[] => [
  ...new Set(columns.map((name) => (isOfProducts(name) ? 'product' : name))),
];

/** SQL of rows, each product as that with which it counts, and what that belongs to. */
export const countedRows = (rows: string): string => {
  const counted = Object.entries(COUNTED).map(([name, sql]) => `${sql('told')} AS ${name}`);
  return `SELECT told.* EXCEPT (product), ${counted.join(', ')} FROM (${rows}) AS told`;
};

/** SQL of those of some products, and of those that were merged into them, that counted rows name. */
export const countedProducts = (products: readonly string[]): string =>
  `SELECT ${survivorOf('named')} FROM (SELECT arrayJoin([${products.join(', ')}]) AS named)`;
