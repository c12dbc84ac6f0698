import { connectKafka, type KafkaConnection } from '@tallyboard/kafka/connect';
import { type TopicIds, topicIds } from '@tallyboard/kafka/topic-id';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { isolated } from '@tallyboard/testkit/isolated';
import { afterAll, beforeAll, expect, test } from 'vitest';

const { brokers, topicPrefix } = isolated();
const topics = topicNames(topicPrefix);
let kafka: KafkaConnection;
let ids: TopicIds;
beforeAll(() => {
  kafka = connectKafka({ brokers: [brokers], clientId: 'topic-id-test' });
  ids = topicIds(kafka);
});
afterAll(() => ids.close());

test('a topic that was made anew has another id, and one that is not there has none', async () => {
  expect(await ids.of(topics.cells)).toBeNull();
  await ensureTopics(kafka, topicPrefix);
  const first = await ids.of(topics.cells);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(await ids.of(topics.cells)).toBe(first);
  expect(await ids.of(topics.events)).not.toBe(first);

  await kafka.withAdmin((admin) => admin.deleteTopics({ topics: [topics.cells] }));
  await expect.poll(() => ids.of(topics.cells)).toBeNull();
  await ensureTopics(kafka, topicPrefix);
  const second = await ids.of(topics.cells);
  expect(second).toMatch(/^[0-9a-f]{32}$/);
  expect(second).not.toBe(first);
});
