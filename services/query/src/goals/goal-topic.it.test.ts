import type { Goal } from '@tallyboard/api/goals';
import { connectKafka } from '@tallyboard/kafka/connect';
import { createProducer } from '@tallyboard/kafka/producer';
import { ensureTopics, topicNames } from '@tallyboard/kafka/topics';
import { isolated } from '@tallyboard/testkit/isolated';
import { expect, it, vi } from 'vitest';
import { openGoalTopic } from './goal-topic.js';

const goal = (name: string, target: number): Goal => ({
  name,
  metric: 'calls',
  period: 'this_month',
  target,
});

it('the log of goals is what every instance has, now and after a new start, whatever else is in it', async () => {
  const { brokers, topicPrefix } = isolated();
  const kafka = connectKafka({ brokers: [brokers], clientId: 'goals-test' });
  await ensureTopics(kafka, topicPrefix);
  const topic = topicNames(topicPrefix).goals;
  const one = await openGoalTopic(kafka, topic, () => {});
  const other = await openGoalTopic(kafka, topic, () => {});
  const producer = await createProducer(kafka);
  await producer.send(topic, [
    { key: 'acme/x', value: Buffer.from('garbage'), partition: 0 },
    {
      key: 'acme/x',
      value: Buffer.from('{"kind":"goal_set","tenant":"acme","goal":{"name":"x"}}'),
      partition: 0,
    },
  ]);
  await one.say({ kind: 'goal_set', tenant: 'acme', goal: goal('a', 1), by: 'ann' });
  await one.say({ kind: 'goal_set', tenant: 'acme', goal: goal('b', 2), by: 'ann' });
  await one.say({ kind: 'goal_set', tenant: 'globex', goal: goal('a', 9), by: 'bob' });
  await one.say({ kind: 'goal_set', tenant: 'acme', goal: goal('a', 3), by: 'ann' });
  await one.say({ kind: 'goal_removed', tenant: 'acme', name: 'b', by: 'ann' });
  expect(one.book.of('acme')).toEqual([goal('a', 3)]);
  await vi.waitFor(() => expect(other.book.of('acme')).toEqual([goal('a', 3)]), 10_000);
  const later = await openGoalTopic(kafka, topic, () => {});
  expect(later.book.of('acme')).toEqual([goal('a', 3)]);
  expect(later.book.named('globex', 'a')).toEqual(goal('a', 9));
  expect(later.book.named('acme', 'b')).toBeUndefined();
  // Sent again, as producers do whom no answer reached, an old goal does not come back.
  const said = (id: string, target: number) => ({
    key: 'acme/a',
    value: Buffer.from(
      JSON.stringify({ id, kind: 'goal_set', tenant: 'acme', goal: goal('a', target), by: 'ann' }),
    ),
    partition: 0,
  });
  await producer.send(topic, [said('x', 4), said('y', 5), said('x', 4)]);
  // What is said here has its place after what was said elsewhere before.
  await one.say({ kind: 'goal_set', tenant: 'acme', goal: goal('b', 6), by: 'ann' });
  expect(one.book.of('acme')).toEqual([goal('a', 5), goal('b', 6)]);
  await vi.waitFor(() => expect(other.book.of('acme')).toEqual(one.book.of('acme')), 10_000);
  await Promise.all([one.stop(), other.stop(), later.stop(), producer.close()]);
});
