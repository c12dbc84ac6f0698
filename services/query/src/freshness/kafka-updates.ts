import { randomUUID } from 'node:crypto';
import { endOffsets } from '@tallyboard/kafka/admin';
import { createBrokerClock } from '@tallyboard/kafka/broker-clock';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createConsumer } from '@tallyboard/kafka/consumer';
import { parseUpdate, type Update } from '@tallyboard/pipeline/messages';
import type { UpdateFeed, UpdateListener } from '../stream/update-feed.js';

export interface KafkaUpdatesOptions {
  topic: string;
  /** Told when the consumer loses Kafka, and when it has it again. */
  onHealth(ok: boolean, detail?: string): void;
}

export interface KafkaUpdates extends UpdateFeed {
  /** ClickHouse was started anew: what was said of its progress until a moment from now may be of the one before. */
  distrust(): void;
  stop(): Promise<void>;
}

/** A processor that has not noticed yet says nothing more after this long; see engine-watch.ts. */
const DISTRUST_MS = 3_000;

/**
 * Reads crm.updates from its present end, in a group of this process alone that commits nothing: every instance hears
 * everything. What is missed between start and joining, or across a restart of the consumer, shows as a gap in offsets.
 */
export function kafkaUpdates(kafka: KafkaConnection, { topic, onHealth }: KafkaUpdatesOptions): KafkaUpdates {
  const clock = createBrokerClock();
  let listener: UpdateListener | null = null;
  let trustFromMs = Number.NEGATIVE_INFINITY;
  let stop = async () => {};

  const trusted = (update: Update | null): Update | null =>
    update?.kind === 'progress' && (update.complete_to ?? 0) < trustFromMs
      ? { ...update, complete_to: null }
      : update;
  return {
    brokerNow: clock.now,
    distrust() {
      trustFromMs = (clock.now() ?? Date.now()) + DISTRUST_MS;
      listener?.forgetProgress();
    },
    async start(hearer) {
      listener = hearer;
      for (const [partition, next] of await endOffsets(kafka, topic)) hearer.begin(partition, next);
      const consumer = createConsumer(kafka, {
        groupId: `${topic}.query.${randomUUID()}`,
        topics: [topic],
        fromBeginning: false,
        onBatch: async ({ partition, messages }) => {
          const last = messages.at(-1);
          if (last) clock.observe(last.timestamp);
          for (const { offset, value } of messages)
            hearer.message(partition, offset, trusted(parseUpdate(value)));
        },
        onLost: (error) => onHealth(false, `Kafka is lost: ${error.message}`),
        onBack: () => onHealth(true),
      });
      stop = () => consumer.stop();
      await consumer.start();
      onHealth(true);
    },
    stop: () => stop(),
  };
}
