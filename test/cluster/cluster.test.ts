import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../faults/product.js';
import { afterwards } from '../faults/storm.js';
import { busiest, type Cluster, startCluster, untilInSync } from './cluster.js';

/** Before, and while something is away. */
const EVENTS = 100;
/** Of ingest and of processor. */
const INSTANCES = 2;

let cluster: Cluster;
let product: Product;
beforeAll(async () => {
  cluster = await startCluster();
  product = await startProduct(cluster, { seed: 11, each: INSTANCES });
}, 180_000);
afterAll(async () => {
  await product?.stop();
  await cluster?.stop();
});

const node = (id: number) => cluster.nodes[id - 1]!;

describe('on three brokers with several instances of each role, nothing is lost and nothing stays stuck', {
  timeout: 300_000,
}, () => {
  it('when a leader is killed while batches are taken and cannot be stored yet', async () => {
    await product.traffic.flow(EVENTS);
    const leader = node(await busiest(product.kafka, [product.topics.events]));
    await cluster.whileClickHouseStandsStill(async () => {
      await product.traffic.flow(EVENTS);
      await leader.kill();
      await product.traffic.flow(EVENTS);
    });
    await leader.start();
    expect(await afterwards(product)).toEqual([]);
    await untilInSync(product.kafka, [product.topics.events, product.topics.cells]);
  });

  it('when all are restarted one after the other, as an upgrade does', async () => {
    product.traffic.resume();
    for (const each of cluster.nodes) {
      await product.traffic.flow(EVENTS / 2);
      await each.stop();
      await each.start();
      await untilInSync(product.kafka, [product.topics.events, product.topics.cells]);
    }
    expect(await afterwards(product)).toEqual([]);
  });
});
