import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { shapeProblems } from '@tallyboard/alerting/shape-problems';
import { Goal } from '@tallyboard/api/goals';
import { endOffsets, startOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createConsumer } from '@tallyboard/kafka/consumer';
import { createProducer } from '@tallyboard/kafka/producer';
import { Failure } from '@tallyboard/runtime/failure';
import { GoalBook, type GoalLog, type GoalRecord } from './goal-book.js';

/** Kafka lost in between is back sooner or not at all. */
const READ_BACK_MS = 15_000;

export interface GoalTopic extends GoalLog {
  stop(): Promise<void>;
}

/**
 * crm.goals, read whole by every instance, in a group of this process alone that commits nothing: the goals are what the log
 * of them comes to, so they outlive ClickHouse, and every instance has those that another one was told. What an instance
 * says itself it takes from there, too, as its place in the log decides what holds; and a record whose sending was
 * repeated once, by its id, as an old goal would come back otherwise.
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
  const taken = new Set<string>();
  const awaited = new Map<string, () => void>();
  let position = start;
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
      for (const { value, offset } of messages) {
        // A new membership begins at the start.
        if (offset < position) continue;
        position = offset + 1;
        const record = parsed(value);
        if (!record || (record.id !== undefined && taken.has(record.id))) continue;
        book.take(record);
        if (record.id === undefined) continue;
        taken.add(record.id);
        awaited.get(record.id)?.();
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
      const id = randomUUID();
      const value = Buffer.from(JSON.stringify({ ...record, id }));
      const isTaken = new Promise<true>((resolve) => {
        awaited.set(id, () => resolve(true));
      });
      const giveUp = new AbortController();
      try {
        await producer.send(topic, [{ key: `${tenant}/${name}`, value, partition: 0 }]);
        const late = sleep(READ_BACK_MS, false as const, { signal: giveUp.signal });
        late.catch(() => {});
        if (!(await Promise.race([isTaken, late])))
          throw new Failure(
            'what was said of the goal is in the log, and not read back yet: look again in a while',
          );
      } finally {
        awaited.delete(id);
        giveUp.abort();
      }
    },
    async stop() {
      await Promise.all([consumer.stop(), producer.close()]);
    },
  };
}

/** Anyone who may write to the topic can write something else, and another version may: null then. */
function parsed(value: Buffer | null): (GoalRecord & { id?: string }) | null {
  try {
    const said = JSON.parse(value?.toString() ?? '') as Partial<Record<string, unknown>>;
    if (typeof said.tenant !== 'string') return null;
    const isSet = said.kind === 'goal_set' && shapeProblems(Goal, said.goal).length === 0;
    const isRemoved = said.kind === 'goal_removed' && typeof said.name === 'string';
    if (said.id !== undefined && typeof said.id !== 'string') return null;
    return isSet || isRemoved ? (said as unknown as GoalRecord & { id?: string }) : null;
  } catch {
    return null;
  }
}
