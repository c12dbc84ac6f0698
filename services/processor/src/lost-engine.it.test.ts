import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { migrate } from '@tallyboard/clickhouse/migrate';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer, type Producer } from '@tallyboard/kafka/producer';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { createHealth } from '@tallyboard/runtime/health';
import { createLogger } from '@tallyboard/runtime/logging';
import { drift } from '@tallyboard/testkit/drift';
import { randomHistory } from '@tallyboard/testkit/history';
import { isolated } from '@tallyboard/testkit/isolated';
import { settled } from '@tallyboard/testkit/settled';
import { testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { processorMetrics } from './metrics.js';
import { startProcessor } from './processor.js';

const { brokers, clickhouseUrl, database, topicPrefix } = isolated();
const topics = topicNames(topicPrefix);
const history = randomHistory(21, 900);
let kafka: KafkaConnection;
let clickhouse: ClickHouse;
let producer: Producer;

beforeAll(async () => {
  kafka = connectKafka({ brokers: [brokers], clientId: 'lost-engine-test' });
  clickhouse = connectClickHouse({ url: clickhouseUrl, ...testUser, database });
  await ensureTopics(kafka, topicPrefix);
  await migrate(clickhouse);
  producer = await createProducer(kafka);
});
afterAll(async () => {
  await producer.close();
  await clickhouse.close();
});

const start = () =>
  startProcessor({
    kafka,
    clickhouse,
    topics,
    groupPrefix: topicPrefix,
    roles: ['aggregator', 'projector'],
    migrate: () => migrate(clickhouse),
    ensureTopics: async () => {},
    health: createHealth(),
    log: createLogger('lost-engine-test', 'silent'),
    metrics: processorMetrics(),
  });

async function process(events: typeof history): Promise<void> {
  const running = await start();
  await producer.send(
    topics.events,
    events.map((event) => ({ key: keyOf(event), value: encode(event) })),
  );
  await settled(kafka, topicPrefix);
  await running.stop();
}

const everyNumberIsRight = () =>
  vi.waitFor(async () => expect(await drift(kafka, clickhouse, topics.events)).toEqual([]), {
    timeout: 60_000,
    interval: 500,
  });

/** The tables that hold something, views and what they are made from left out. */
const tables = async (of: string) =>
  (
    await clickhouse.rows<{ name: string }>(
      `SELECT name FROM system.tables WHERE database = '${of}' AND engine LIKE '%MergeTree'`,
    )
  ).map(({ name }) => name);

test('what a ClickHouse that came back as it was before does not hold is read again', async () => {
  await process(history.slice(0, 500));
  const backup = `${database}_before`;
  await clickhouse.command(`CREATE DATABASE ${backup}`);
  for (const name of await tables(database)) {
    await clickhouse.command(`CREATE TABLE ${backup}.${name} AS ${name}`);
    await clickhouse.command(`INSERT INTO ${backup}.${name} SELECT * FROM ${name}`);
  }
  await process(history.slice(500));
  for (const name of await tables(database)) {
    await clickhouse.command(`TRUNCATE TABLE ${name}`);
    await clickhouse.command(`INSERT INTO ${name} SELECT * FROM ${backup}.${name}`);
  }
  expect(await drift(kafka, clickhouse, topics.events)).not.toEqual([]);
  const running = await start();
  await everyNumberIsRight();
  await running.stop();
  await clickhouse.command(`DROP DATABASE ${backup}`);
});

test('the whole log is read again into a ClickHouse that was wiped', async () => {
  await clickhouse.elsewhere('default').command(`DROP DATABASE ${database}`);
  await migrate(clickhouse);
  expect(await drift(kafka, clickhouse, topics.events)).not.toEqual([]);
  const running = await start();
  await everyNumberIsRight();
  await running.stop();
});
