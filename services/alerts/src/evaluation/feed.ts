import { endOffsets } from '@tallyboard/kafka/admin';
import { createBrokerClock } from '@tallyboard/kafka/broker-clock';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createConsumer } from '@tallyboard/kafka/consumer';
import { type AggregatorProgress, type CellsRestated, parseUpdate } from '@tallyboard/pipeline/messages';

export interface FeedOptions {
  topic: string;
  group: string;
  onCells(update: CellsRestated): void;
  onProgress(progress: AggregatorProgress): void;
  /** This process judges from now on, or no longer. */
  onTurn(isMine: boolean): void;
  onHealth(ok: boolean, detail?: string): void;
}

/**
 * Hears crm.updates in one group over all instances: of one partition, so that one of them judges and the others stand
 * by. Nothing is committed: whoever takes over judges again what is kept, from cells.
 */
export function createFeed(kafka: KafkaConnection, options: FeedOptions) {
  const { topic, group, onCells, onProgress, onTurn, onHealth } = options;
  const clock = createBrokerClock();
  const consumer = createConsumer(kafka, {
    groupId: group,
    topics: [topic],
    fromBeginning: false,
    begin: async (positions) => {
      const ends = await endOffsets(kafka, topic);
      return positions.map((position) => ({
        topic,
        partition: position.partition,
        offset: ends.get(position.partition) ?? 0,
      }));
    },
    async onBatch({ messages }) {
      const last = messages.at(-1);
      if (last) clock.observe(last.timestamp);
      for (const { value } of messages) {
        const update = parseUpdate(value);
        if (update?.kind === 'cells') onCells(update);
        else if (update?.kind === 'progress') onProgress(update);
      }
    },
    onAssigned: (positions) => onTurn(positions.length > 0),
    onRevoked: () => onTurn(false),
    onLost: (error) => {
      onTurn(false);
      onHealth(false, `Kafka is lost: ${error.message}`);
    },
    onBack: () => onHealth(true),
  });
  return {
    now: () => clock.now() ?? Date.now(),
    async start() {
      await consumer.start();
      onHealth(true);
    },
    stop: () => consumer.stop(),
  };
}
