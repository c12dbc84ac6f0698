import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engines, startEngines } from './engines.js';
import { type Product, startProduct } from './product.js';
import { afterwards, beginStorm, FAULTS, sumOf } from './storm.js';
import { until } from './until.js';

const SEED = 7;
/** Pairs of a kind of request and a fault: about half a minute's. */
const STRUCK = 120;
const STRUCK_WITHIN_MS = 120_000;

let engines: Engines;
let product: Product;
beforeAll(async () => {
  engines = await startEngines();
  product = await startProduct(engines, { seed: SEED });
});
afterAll(async () => {
  await product?.stop();
  await engines?.stop();
});

/** `npm run faults` does this for as long as one likes, with other seeds, and kills, freezes and loses engines besides. */
it('whatever is struck at, by whatever fault: all that was acknowledged is counted, once and right, and all is well again', {
  timeout: 300_000,
}, async () => {
  await product.traffic.flow(100);
  const storm = beginStorm(engines, SEED);
  await until('enough is struck', STRUCK_WITHIN_MS, () => sumOf(storm.covered()).struck >= STRUCK);
  storm.end();
  const { strikes, struck, kinds } = sumOf(storm.covered());
  console.log(
    `${strikes} strikes: ${struck} of ${kinds * FAULTS.length} pairs of a kind of request and a fault.`,
  );
  expect(await afterwards(product)).toEqual([]);
});
