import { retry } from '@tallyboard/runtime/retry';
import { type KafkaConnection, REQUEST_TIMEOUT_MS, unreachable } from './connect.js';
import { createPartitioner } from './partitioner.js';
import { replaceable } from './replaceable.js';

export interface OutgoingMessage {
  key: string | Buffer | null;
  value: Buffer | null;
  headers?: Record<string, string | Buffer>;
  /** Default: by the key, as Kafka's own clients do. */
  partition?: number;
}

export interface Producer {
  /**
   * Resolves when every in-sync replica has all messages; rejects when that is not certain. Some may then be in the
   * log, and of a send that was tried again some may be there twice.
   */
  send(topic: string, messages: OutgoingMessage[]): Promise<void>;
  close(): Promise<void>;
}

export interface ProducerOptions {
  /** Told when the broker appended a send, by its own clock (epoch ms), where the topic is stamped by it. */
  onAppended?: (brokerMs: number) => void;
  /** Keys are spread over so many partitions of the topic, though it may have more; null, and by default: over all. */
  spread?: (topic: string) => number | null;
}

/**
 * acks=all, and not idempotent: kafkajs takes its sequence back after a produce that failed, so that the broker may
 * take the next batch for a repetition, write nothing and answer success. Here a repetition does no harm, since what
 * the topics carry are sets. kafkajs retries nothing either: when leaders have moved in between it skips what it owes
 * to a broker that has answered before. Instead the whole send is tried again with a new client.
 */
export async function createProducer(
  connection: KafkaConnection,
  { onAppended = () => {}, spread = () => null }: ProducerOptions = {},
): Promise<Producer> {
  const closing = new AbortController();
  const clients = replaceable(
    async () => {
      const client = connection.kafka.producer({
        idempotent: false,
        maxInFlightRequests: 1,
        createPartitioner: () => createPartitioner(spread),
        allowAutoTopicCreation: false,
        metadataMaxAge: METADATA_MAX_AGE_MS,
        retry: { retries: 0 },
      });
      await client.connect();
      return client;
    },
    (client) => client.disconnect(),
  );
  const mapped = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw unreachable(error, connection.brokers);
    }
  };
  await mapped(clients.use(async () => {}));
  return {
    async send(topic, messages) {
      if (messages.length === 0) return;
      const once = () =>
        clients.use((client) => client.send({ topic, acks: -1, timeout: ACKS_WITHIN_MS, messages }));
      const { signal } = closing;
      const acknowledged = await mapped(retry(once, { attempts: ATTEMPTS, minMs: 50, maxMs: 500, signal }));
      for (const { logAppendTime } of acknowledged)
        if (Number(logAppendTime) > 0) onAppended(Number(logAppendTime));
    },
    async close() {
      closing.abort(new Error('the producer was closed'));
      await clients.close();
    },
  };
}

const ATTEMPTS = 3;
/** How long the leader may wait for the other replicas: less than a request may take. */
const ACKS_WITHIN_MS = REQUEST_TIMEOUT_MS - 2_000;
/** Partitions that were added are written to after this long. */
const METADATA_MAX_AGE_MS = 10_000;
