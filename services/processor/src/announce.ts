import type { Producer } from '@tallyboard/kafka/producer';
import { cellKey, PROGRESS_KEY, type ProjectorProgress } from '@tallyboard/pipeline/messages';
import type { Touched } from './sorted.js';

const CHUNK = 5_000;

/** Tells the aggregator which cells to restate. Keyed by cell: each has one partition, and so one writer. */
export async function announce(producer: Producer, topic: string, touched: Touched): Promise<number> {
  const keys: string[] = [];
  for (const [fact, tenants] of touched)
    for (const [tenant, buckets] of tenants)
      for (const bucket of buckets) keys.push(cellKey(tenant, fact, bucket));
  for (let from = 0; from < keys.length; from += CHUNK)
    await producer.send(
      topic,
      keys.slice(from, from + CHUNK).map((key) => ({ key, value: null })),
    );
  return keys.length;
}

/** Writes into every partition of crm.cells how far the events behind what precedes it go. */
export async function announceProgress(
  producer: Producer,
  topic: string,
  partitions: number,
  progress: ProjectorProgress,
): Promise<void> {
  const value = Buffer.from(JSON.stringify(progress));
  await producer.send(
    topic,
    Array.from({ length: partitions }, (_, partition) => ({ key: PROGRESS_KEY, value, partition })),
  );
}
