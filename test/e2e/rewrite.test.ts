import { setTimeout as sleep } from 'node:timers/promises';
import { endOffsets, startOffsets } from '@tallyboard/kafka/admin';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createConsumer } from '@tallyboard/kafka/consumer';
import { piecesOf } from '@tallyboard/kafka/pieces';
import { createProducer } from '@tallyboard/kafka/producer';
import { replay } from '@tallyboard/kafka/replay';
import { rewriteTopic } from '@tallyboard/kafka/rewrite';
import { isolated } from '@tallyboard/testkit/isolated';
import { beforeAll, expect, it } from 'vitest';

const { brokers, topicPrefix } = isolated();
const topic = `${topicPrefix}rewritten`;
/** Together some 12 MB: several fetches, each more than a broker takes at once. */
const MESSAGES = 6_000;
const VALUE = 'x'.repeat(2_000);

let kafka: KafkaConnection;
beforeAll(async () => {
  kafka = connectKafka({ brokers: [brokers], clientId: 'rewrite-test' });
  await kafka.withAdmin((admin) => admin.createTopics({ topics: [{ topic, numPartitions: 1 }] }));
  const producer = await createProducer(kafka);
  const messages = Array.from({ length: MESSAGES }, (_, n) => ({
    key: String(n),
    value: Buffer.from(VALUE),
  }));
  for (const piece of piecesOf(messages)) await producer.send(topic, piece.messages);
  await producer.close();
});

async function keys(): Promise<string[]> {
  const found: string[] = [];
  await replay(kafka, topic, {
    to: await endOffsets(kafka, topic),
    onMessages: (_partition, messages) => void found.push(...messages.map(({ key }) => String(key))),
  });
  return found;
}

it('takes the last of many messages out of a topic, and keeps all others, though no broker takes them at once', async () => {
  const last = String(MESSAGES - 1);
  const waited: number[] = [];
  const done = await rewriteTopic(
    kafka,
    topic,
    ({ key }) => (String(key) === last ? null : 'as it is'),
    async (to) => {
      waited.push(to.get(0)!);
      expect((await startOffsets(kafka, topic)).get(0)).toBe(0);
    },
  );
  expect(done).toMatchObject({ dropped: 1, copied: MESSAGES - 1 });
  expect(done.copiedBytes).toBeGreaterThan((MESSAGES - 1) * VALUE.length);
  expect(waited).toEqual([MESSAGES]);
  expect((await startOffsets(kafka, topic)).get(0)).toBe(MESSAGES);
  expect(await keys()).toEqual(Array.from({ length: MESSAGES - 1 }, (_, n) => String(n)));
});

it('lets who had not read that far go on with what there is', async () => {
  const read: number[] = [];
  const consumer = createConsumer(kafka, {
    groupId: `${topicPrefix}laggard`,
    topics: [topic],
    fromBeginning: true,
    begin: async () => [{ topic, partition: 0, offset: 10 }],
    async onBatch({ messages }) {
      read.push(...messages.map(({ offset }) => offset));
    },
  });
  await consumer.start();
  for (let tries = 0; read.length < MESSAGES - 1 && tries < 200; tries += 1) await sleep(100);
  await consumer.stop();
  expect([read[0], read.length]).toEqual([MESSAGES, MESSAGES - 1]);
});
