import { endOffsets, startOffsets } from '@tallyboard/kafka/admin';
import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { createProducer, type Producer } from '@tallyboard/kafka/producer';
import { replay } from '@tallyboard/kafka/replay';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { isolated } from '@tallyboard/testkit/isolated';
import { afterAll, beforeAll, expect, it } from 'vitest';

const { brokers, topicPrefix } = isolated();
const topic = topicNames(topicPrefix).dlq;

let kafka: KafkaConnection;
let producer: Producer;
beforeAll(async () => {
  kafka = connectKafka({ brokers: [brokers], clientId: 'replay-test' });
  await ensureTopics(kafka, topicPrefix);
  producer = await createProducer(kafka);
  const messages = Array.from({ length: 10 }, (_, n) => ({ key: 'k', value: Buffer.from(String(n)) }));
  await producer.send(topic, messages);
});
afterAll(() => producer?.close());

async function read(from: number | undefined, to: number): Promise<string[]> {
  const seen: string[] = [];
  await replay(kafka, topic, {
    ...(from === undefined ? {} : { from: new Map([[0, from]]) }),
    to: new Map([[0, to]]),
    onMessages: (_partition, messages) => {
      for (const { value } of messages) seen.push(String(value));
    },
  });
  return seen;
}

it('reads what lies between two places, once', async () => {
  expect([await startOffsets(kafka, topic), await endOffsets(kafka, topic)]).toEqual([
    new Map([[0, 0]]),
    new Map([[0, 10]]),
  ]);
  expect(await read(undefined, 10)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  expect(await read(4, 7)).toEqual(['4', '5', '6']);
  expect(await read(9, 10)).toEqual(['9']);
  expect(await read(10, 10)).toEqual([]);
});

it('passes on what its reader fails with', async () => {
  const fail = () => {
    throw new Error('enough');
  };
  await expect(replay(kafka, topic, { to: new Map([[0, 10]]), onMessages: fail })).rejects.toThrow('enough');
});
