import { randomUUID } from 'node:crypto';
import { shapeProblems } from '@tallyboard/alerting/shape-problems';
import { Goal } from '@tallyboard/api/goals';
import { endOffsets, startOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createConsumer } from '@tallyboard/kafka/consumer';
import { createProducer } from '@tallyboard/kafka/producer';
import { GoalBook, type GoalLog, type GoalRecord } from './goal-book.js';

export interface GoalTopic extends GoalLog {
  stop(): Promise<void>;
}

/**
 * crm.goals, read whole by every instance, in a group of this process alone that commits nothing: the goals are what the log
 * of them comes to, so they outlive ClickHouse, and every instance has those that another one was told.
 */
export async function openGoalTopic(
  kafka: KafkaConnection,
  topic: string,
  onHealth: (ok: boolean, detail?: string) => void,
): Promise<GoalTopic> {
  const book = new GoalBook();
  const producer = await createProducer(kafka);
  const [starts, ends] = [await startOffsets(kafka, topic), await endOffsets(kafka, topic)];
  const [start, end] = [starts.get(0) ?? 0, ends.get(0) ?? 0];
  let isRead = () => {};
  const read = new Promise<void>((resolve) => {
    isRead = resolve;
  });
  const consumer = createConsumer(kafka, {
    groupId: `${topic}.query.${randomUUID()}`,
    topics: [topic],
    fromBeginning: true,
    begin: async () => [{ topic, partition: 0, offset: start }],
    async onBatch({ messages }) {
      for (const { value } of messages) {
        const record = parsed(value);
        if (record) book.take(record);
      }
      if ((messages.at(-1)?.offset ?? -1) + 1 >= end) isRead();
    },
    onLost: (error) => onHealth(false, `Kafka is lost: ${error.message}`),
    onBack: () => onHealth(true),
  });
  if (end <= start) isRead();
  await consumer.start();
  await read;
  onHealth(true);
  return {
    book,
    async say(record) {
      const { tenant } = record;
      const name = record.kind === 'goal_set' ? record.goal.name : record.name;
      const value = Buffer.from(JSON.stringify(record));
      await producer.send(topic, [{ key: `${tenant}/${name}`, value, partition: 0 }]);
      // What is read back later changes nothing.
      book.take(record);
    },
    async stop() {
      await Promise.all([consumer.stop(), producer.close()]);
    },
  };
}

/** Anyone who may write to the topic can write something else, and another version may: null then. */
function parsed(value: Buffer | null): GoalRecord | null {
  try {
    const said = JSON.parse(value?.toString() ?? '') as Partial<Record<string, unknown>>;
    if (typeof said.tenant !== 'string') return null;
    const isSet = said.kind === 'goal_set' && shapeProblems(Goal, said.goal).length === 0;
    const isRemoved = said.kind === 'goal_removed' && typeof said.name === 'string';
    return isSet || isRemoved ? (said as unknown as GoalRecord) : null;
  } catch {
    return null;
  }
}
