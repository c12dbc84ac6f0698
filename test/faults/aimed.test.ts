import { aimed } from '@tallyboard/testkit/faults/plan';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { KNOWN_CASES } from './aims.js';
import { type Engines, startEngines } from './engines.js';
import { type Product, startProduct } from './product.js';
import { until } from './until.js';

/** Before and after what is struck. */
const EVENTS = 100;
const STRUCK_WITHIN_MS = 30_000;

let engines: Engines;
/** Kept from case to case; after a case that fails, the next has one of its own. */
let product: Product | null = null;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(async () => {
  await product?.stop();
  await engines.stop();
});

describe('while events flow, all that was acknowledged is counted, once and right, although', () => {
  it.each(KNOWN_CASES)('$name', { timeout: 120_000 }, async ({ kafka = [], clickhouse = [], strikes }) => {
    const { proxies } = engines;
    onTestFailed(async () => {
      await product?.stop();
      product = null;
    });
    proxies.kafka.follow(aimed());
    proxies.clickhouse.follow(aimed());
    product ??= await startProduct(engines);
    product.traffic.resume();
    await product.traffic.flow(EVENTS);
    const before = proxies.kafka.strikes.length + proxies.clickhouse.strikes.length;
    proxies.kafka.follow(aimed(...kafka));
    proxies.clickhouse.follow(aimed(...clickhouse));
    await until('all is struck', STRUCK_WITHIN_MS, () => {
      const now = proxies.kafka.strikes.length + proxies.clickhouse.strikes.length;
      return now - before >= strikes;
    });
    await product.traffic.flow(EVENTS);
    await product.comeToRest();
    expect(await product.wrongs()).toEqual([]);
  });
});
