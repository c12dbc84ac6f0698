import { type ClickHouse, connectClickHouse } from '@tallyboard/clickhouse/client';
import { encode, keyOf } from '@tallyboard/contracts/codec';
import { endOffsets } from '@tallyboard/kafka/admin';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer, type Producer } from '@tallyboard/kafka/producer';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { PROGRESS_KEY } from '@tallyboard/pipeline/messages';
import { drift } from '@tallyboard/testkit/drift';
import { randomHistory } from '@tallyboard/testkit/history';
import { isolated } from '@tallyboard/testkit/isolated';
import { type RunningService, startService } from '@tallyboard/testkit/services';
import { settled } from '@tallyboard/testkit/settled';
import { settingsOf, testUser } from '@tallyboard/testkit/test-user';
import { afterAll, beforeAll, expect, test } from 'vitest';

const stack = isolated();
const topics = topicNames(stack.topicPrefix);
const history = randomHistory(47, 900);
const PART = 300;
const SETTLED_WITHIN_MS = 120_000;
let kafka: KafkaConnection;
let producer: Producer;
let clickhouse: ClickHouse;
let processors: RunningService[];

beforeAll(async () => {
  kafka = connectKafka({ brokers: [stack.brokers], clientId: 'cells-anew-test' });
  clickhouse = connectClickHouse({ url: stack.clickhouseUrl, ...testUser, database: stack.database });
  await ensureTopics(kafka, stack.topicPrefix);
  producer = await createProducer(kafka);
  processors = [
    await startService('processor', settingsOf(stack)),
    await startService('processor', settingsOf(stack)),
  ];
  await send(0);
  await settled(kafka, stack.topicPrefix);
});
afterAll(async () => {
  for (const processor of processors) await processor.stop();
  await Promise.all([producer.close(), clickhouse.close()]);
});

const send = (part: number) =>
  producer.send(
    topics.events,
    history
      .slice(part * PART, (part + 1) * PART)
      .map((event) => ({ key: keyOf(event), value: encode(event) })),
  );
const deleteCells = () => kafka.withAdmin((admin) => admin.deleteTopics({ topics: [topics.cells] }));
const isThere = () => kafka.withAdmin(async (admin) => (await admin.listTopics()).includes(topics.cells));
const lives = async () => {
  const [found] = await clickhouse.rows<{ lives: number }>('SELECT max(epoch) AS lives FROM cell_epochs');
  return found!.lives;
};

test('crm.cells that is deleted while processors run is made anew by them, and every cell comes right', {
  timeout: 180_000,
}, async () => {
  await deleteCells();
  await send(1);
  await expect.poll(isThere).toBe(true);
  await expect.poll(lives).toBe(2);
  await settled(kafka, stack.topicPrefix, SETTLED_WITHIN_MS);
  expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
});

test('one that was made anew while none ran, and has grown past its old end, is another life', {
  timeout: 180_000,
}, async () => {
  await send(2);
  for (const processor of processors) await processor.crash();
  const before = Math.max(...(await endOffsets(kafka, topics.cells)).values());
  await deleteCells();
  await expect.poll(isThere).toBe(false);
  await ensureTopics(kafka, stack.topicPrefix);
  const filling = Array.from({ length: before + 100 }, () => ({ key: PROGRESS_KEY, value: null }));
  for (const partition of [0, 1, 2, 3])
    await producer.send(
      topics.cells,
      filling.map((message) => ({ ...message, partition })),
    );
  for (const processor of processors) await processor.restart();
  await expect.poll(lives).toBe(3);
  await settled(kafka, stack.topicPrefix, SETTLED_WITHIN_MS);
  expect(await drift(kafka, clickhouse, topics.events)).toEqual([]);
});
