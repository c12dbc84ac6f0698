import { randomUUID } from 'node:crypto';
import { endOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createConsumer } from '@tallyboard/kafka/consumer';
import type { Update } from '@tallyboard/pipeline/messages';
import type { UpdateFeed } from './stream/update-feed.js';

export interface KafkaUpdatesOptions {
  topic: string;
  /** Told when the consumer loses Kafka, and when it hears from it. */
  onHealth(ok: boolean, detail?: string): void;
}

/**
 * Reads crm.updates from its present end, in a group of this process alone that commits nothing: every instance hears
 * everything. What is missed between start and joining, or across a restart of the consumer, shows as a gap in offsets.
 */
export function kafkaUpdates(
  kafka: KafkaConnection,
  { topic, onHealth }: KafkaUpdatesOptions,
): UpdateFeed & { stop(): Promise<void> } {
  let stop = async () => {};
  return {
    async start(listener) {
      for (const [partition, next] of await endOffsets(kafka, topic)) listener.begin(partition, next);
      const consumer = createConsumer(kafka, {
        groupId: `${topic}.query.${randomUUID()}`,
        topics: [topic],
        fromBeginning: false,
        onBatch: async ({ partition, messages }) => {
          onHealth(true);
          for (const { offset, value } of messages) listener.message(partition, offset, parse(value));
        },
        onCrash: (error) => onHealth(false, `Kafka is lost: ${error.message}`),
      });
      stop = () => consumer.stop();
      await consumer.start();
    },
    stop: () => stop(),
  };
}

function parse(value: Buffer | null): Update | null {
  try {
    const update = JSON.parse(value?.toString() ?? '') as Partial<Update> | null;
    if (update?.kind === 'progress') return typeof update.partition === 'number' ? (update as Update) : null;
    return update?.kind === 'cells' && Array.isArray(update.buckets) ? (update as Update) : null;
  } catch {
    return null;
  }
}
