import { committedOffsets, endOffsets, watchOffsets } from '@tallyboard/kafka/admin';
import { replay } from '@tallyboard/kafka/replay';
import { ensureTopics } from '@tallyboard/kafka/topics';
import { PROGRESS_KEY } from '@tallyboard/pipeline/messages';
import { skewedClock } from '@tallyboard/testkit/faults/skewed-clock';
import { startService } from '@tallyboard/testkit/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engines, startEngines } from './engines.js';
import { type Product, startProduct } from './product.js';
import { afterwards } from './storm.js';
import { until } from './until.js';

const EVENTS = 150;
const TWO_HOURS_MS = 7_200_000;
const READ_WITHIN_MS = 60_000;

let engines: Engines;
let product: Product;
const stops: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  engines = await startEngines();
  product = await startProduct(engines, { seed: 5, env: { processor: skewedClock(TWO_HOURS_MS) } });
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await product?.stop();
  await engines?.stop();
});

const comesRight = async () => {
  product.traffic.resume();
  await product.traffic.flow(EVENTS);
  expect(await afterwards(product)).toEqual([]);
};

describe('a processor whose clock is wrong projects and restates everything, and answers are live:', {
  timeout: 200_000,
}, () => {
  it('two hours ahead', comesRight);

  it('two hours behind', async () => {
    const behind = await startService('processor', { ...product.env, ...skewedClock(-TWO_HOURS_MS) });
    stops.push(() => behind.stop());
    await product.services.processor.stop();
    product.services.processor = behind;
    await comesRight();
  });
});

describe('partitions that are added while all runs', { timeout: 200_000 }, () => {
  it('are read without a restart, and every cell stays right', async () => {
    const { kafka, topics, prefix } = product;
    product.traffic.resume();
    await kafka.withAdmin((admin) =>
      admin.createPartitions({
        topicPartitions: [
          { topic: topics.events, count: 6 },
          { topic: topics.cells, count: 6 },
        ],
      }),
    );
    const offsets = watchOffsets(kafka);
    stops.push(() => offsets.close());
    for (const [group, topic] of [
      [`${prefix}tally-projector`, topics.events],
      [`${prefix}tally-aggregator`, topics.cells],
    ] as const)
      await until(
        `all of ${topic} is read`,
        READ_WITHIN_MS,
        async () => (await offsets.readers(group, topic)).size === 6,
      );
    await until('ingest writes to the new partitions', READ_WITHIN_MS, async () => {
      const ends = await endOffsets(kafka, topics.events);
      return ends.get(4)! > 0 && ends.get(5)! > 0;
    });
    await comesRight();
    const projected = await committedOffsets(kafka, `${prefix}tally-projector`, topics.events);
    expect(projected.get(4)).toBeGreaterThan(0);
    expect(projected.get(5)).toBeGreaterThan(0);
    // A cell that moved would be announced in two partitions for a while, and of two offsets nobody knows the later.
    const moved = new Set<string>();
    await replay(kafka, topics.cells, {
      to: await endOffsets(kafka, topics.cells),
      onMessages(partition, messages) {
        for (const { key } of messages)
          if (partition >= 4 && String(key) !== PROGRESS_KEY) moved.add(String(key));
      },
    });
    expect([...moved]).toEqual([]);
  });
});

describe('crm.cells, whose offsets say which restate is the later,', { timeout: 300_000 }, () => {
  it('may lose its messages: what is restated later still wins', async () => {
    const { kafka, topics } = product;
    await kafka.withAdmin(async (admin) => {
      const partitions = await admin.fetchTopicOffsets(topics.cells);
      await admin.deleteTopicRecords({ topic: topics.cells, partitions });
    });
    await comesRight();
  });

  it('may be made anew: what is restated later still wins', async () => {
    const { kafka, topics, prefix } = product;
    await kafka.withAdmin((admin) => admin.deleteTopics({ topics: [topics.cells] }));
    await until('it is gone', READ_WITHIN_MS, () =>
      kafka.withAdmin(async (admin) => !(await admin.listTopics()).includes(topics.cells)),
    );
    await ensureTopics(kafka, prefix);
    await comesRight();
  });
});
