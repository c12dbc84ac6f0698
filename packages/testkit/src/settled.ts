import { setTimeout as sleep } from 'node:timers/promises';
import { committedOffsets, endOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { topicNames } from '@tallyboard/kafka/topics';

/** Resolves once every event of now is in the cells: projected, announced, restated, committed. */
export async function settled(kafka: KafkaConnection, prefix: string, timeoutMs = 60_000): Promise<void> {
  const topics = topicNames(prefix);
  await reached(kafka, topics.events, `${prefix}tally-projector`, timeoutMs);
  await reached(kafka, topics.cells, `${prefix}tally-aggregator`, timeoutMs);
}

async function reached(
  kafka: KafkaConnection,
  topic: string,
  group: string,
  timeoutMs: number,
): Promise<void> {
  const ends = await endOffsets(kafka, topic);
  const until = Date.now() + timeoutMs;
  for (;;) {
    const committed = await committedOffsets(kafka, group, topic);
    const behind = [...ends].filter(([partition, end]) => (committed.get(partition) ?? 0) < end);
    if (behind.length === 0) return;
    if (Date.now() > until)
      throw new Error(
        `${group} is behind on ${topic} after ${timeoutMs / 1000} s: partition → end ${JSON.stringify(behind)}, committed ${JSON.stringify([...committed])}`,
      );
    await sleep(100);
  }
}
