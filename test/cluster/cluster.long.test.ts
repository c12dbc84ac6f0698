import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../faults/product.js';
import { afterwards } from '../faults/storm.js';
import { until } from '../faults/until.js';
import {
  busiest,
  type Cluster,
  controllerOf,
  coordinatorOf,
  leadersOf,
  startCluster,
  untilInSync,
} from './cluster.js';

const EVENTS = 100;
/** Longer than the cluster waits for a broker (3 s). */
const FROZEN_MS = 6_000;
/** How often leaders are killed in a row. */
const KILLS = 4;
/** The cluster looks every 10 s whether leaders are where they are preferred. */
const PREFERRED_WITHIN_MS = 60_000;

let cluster: Cluster;
let product: Product;
beforeAll(async () => {
  cluster = await startCluster();
  product = await startProduct(cluster, { seed: 12, each: 2 });
}, 180_000);
afterAll(async () => {
  await product?.stop();
  await cluster?.stop();
});

const node = (id: number) => cluster.nodes[id - 1]!;
const topics = () => [product.topics.events, product.topics.cells];
const killed = async (id: number) => {
  product.traffic.resume();
  await product.traffic.flow(EVENTS);
  await node(id).kill();
  await product.traffic.flow(EVENTS);
  await node(id).start();
  expect(await afterwards(product)).toEqual([]);
  await untilInSync(product.kafka, topics());
};

describe('on three brokers nothing is lost and nothing stays stuck', { timeout: 400_000 }, () => {
  it('when the controller is killed', async () => killed(await controllerOf(product.kafka)));

  it.each(['projector', 'aggregator'])('when the coordinator of the %s is killed', async (role) =>
    killed(await coordinatorOf(product.kafka, `${product.prefix}tally-${role}`)),
  );

  it('when the coordinator is lost before it is told what has been stored, and nothing more arrives', async () => {
    product.traffic.resume();
    const coordinator = node(await coordinatorOf(product.kafka, `${product.prefix}tally-projector`));
    await cluster.whileClickHouseStandsStill(async () => {
      await product.traffic.flow(EVENTS);
      await product.traffic.pause();
      await coordinator.kill();
    });
    expect(await afterwards(product)).toEqual([]);
    await coordinator.start();
    await untilInSync(product.kafka, topics());
  });

  it('when a broker that leads is frozen, and thawed after others have taken over', async () => {
    product.traffic.resume();
    await product.traffic.flow(EVENTS);
    const frozen = node(await busiest(product.kafka, topics()));
    process.kill(frozen.pid(), 'SIGSTOP');
    await sleep(FROZEN_MS);
    await product.traffic.flow(EVENTS).finally(() => process.kill(frozen.pid(), 'SIGCONT'));
    expect(await afterwards(product)).toEqual([]);
    await untilInSync(product.kafka, topics());
  });

  it('when leaders are killed again and again', async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      product.traffic.resume();
      const leader = node(await busiest(product.kafka, topics()));
      await leader.kill();
      await product.traffic.flow(EVENTS);
      await leader.start();
      await untilInSync(product.kafka, topics());
    }
    expect(await afterwards(product)).toEqual([]);
  });

  it('when leaders go back to where they are preferred, with no broker away', async () => {
    product.traffic.resume();
    const [first] = cluster.nodes;
    await first!.stop();
    await first!.start();
    await until('it leads again', PREFERRED_WITHIN_MS, async () =>
      (await leadersOf(product.kafka, topics())).includes(first!.id),
    );
    await product.traffic.flow(EVENTS);
    expect(await afterwards(product)).toEqual([]);
  });
});
