import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaMessage } from 'kafkajs';
import { type KafkaConnection, unreachable } from './connect.js';

export interface IncomingMessage {
  offset: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, Buffer>;
  /** Kafka's timestamp, epoch ms. */
  timestamp: number;
}

export interface IncomingBatch {
  topic: string;
  partition: number;
  messages: IncomingMessage[];
}

export interface ConsumerOptions {
  groupId: string;
  topics: string[];
  /** Where a group without committed offsets begins. */
  fromBeginning: boolean;
  /** After a fetch of a few messages the next one waits this long, so that live it does not fetch them one by one. Default 0. */
  gatherMs?: number;
  /** The next batch of a partition waits until this resolves; offsets are committed by `commit` alone. */
  onBatch(batch: IncomingBatch): Promise<void>;
  onAssigned?(partitions: { topic: string; partition: number }[]): void;
  onRevoked?(): void;
  /** The consumer gave up (it restarts by itself after what can be retried). */
  onCrash?(error: Error): void;
}

export interface Offset {
  topic: string;
  partition: number;
  /** The next offset to read. */
  offset: number;
}

export interface Consumer {
  start(): Promise<void>;
  commit(offsets: Offset[]): Promise<void>;
  stop(): Promise<void>;
}

const HEARTBEAT_MS = 1_000;
/** Fewer messages of a partition than this are a few. */
const HANDFUL = 100;

/** A member of a consumer group that commits only what it is told to. */
export function createConsumer(connection: KafkaConnection, options: ConsumerOptions): Consumer {
  const consumer = connection.kafka.consumer({
    groupId: options.groupId,
    sessionTimeout: 10_000,
    rebalanceTimeout: 20_000,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: 100,
    minBytes: 1,
    maxBytesPerPartition: 4 * 1024 * 1024,
    maxBytes: 16 * 1024 * 1024,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: 10, restartOnFailure: async () => true },
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) =>
    options.onAssigned?.(
      Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => ({ topic, partition })),
      ),
    ),
  );
  consumer.on(consumer.events.REBALANCING, () => options.onRevoked?.());
  consumer.on(consumer.events.CRASH, ({ payload }) => options.onCrash?.(payload.error));
  return {
    async start() {
      try {
        await consumer.connect();
        await consumer.subscribe({ topics: options.topics, fromBeginning: options.fromBeginning });
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: true,
          partitionsConsumedConcurrently: 16,
          eachBatch: async ({ batch, heartbeat, isRunning, isStale }) => {
            if (!isRunning() || isStale()) return;
            const beat = setInterval(() => heartbeat().catch(() => {}), HEARTBEAT_MS);
            try {
              await options.onBatch({
                topic: batch.topic,
                partition: batch.partition,
                messages: batch.messages.map(incoming),
              });
              // The next fetch is sent when all batches of this one are taken.
              if (options.gatherMs && batch.messages.length < HANDFUL) await sleep(options.gatherMs);
            } finally {
              clearInterval(beat);
            }
          },
        });
      } catch (error) {
        throw unreachable(error, connection.brokers);
      }
    },
    commit: (offsets) =>
      consumer.commitOffsets(
        offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) })),
      ),
    async stop() {
      await consumer.disconnect();
    },
  };
}

export function incoming(message: KafkaMessage): IncomingMessage {
  return {
    offset: Number(message.offset),
    key: message.key,
    value: message.value,
    headers: (message.headers ?? {}) as Record<string, Buffer>,
    timestamp: Number(message.timestamp),
  };
}
