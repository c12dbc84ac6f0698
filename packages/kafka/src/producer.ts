import kafkajs from 'kafkajs';
import { type KafkaConnection, unreachable } from './connect.js';

export interface OutgoingMessage {
  key: string | Buffer | null;
  value: Buffer | null;
  headers?: Record<string, string | Buffer>;
  /** Default: by the key, as Kafka's own clients do. */
  partition?: number;
}

export interface Producer {
  /** Resolves when every in-sync replica has all messages; rejects when that is not certain. */
  send(topic: string, messages: OutgoingMessage[]): Promise<void>;
  close(): Promise<void>;
}

/** Idempotent, acks=all; what the broker took stands once in its partition, in the order it was sent. */
export async function createProducer(connection: KafkaConnection): Promise<Producer> {
  const producer = connection.kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: 8 },
  });
  try {
    await producer.connect();
  } catch (error) {
    throw unreachable(error, connection.brokers);
  }
  return {
    async send(topic, messages) {
      if (messages.length === 0) return;
      try {
        await producer.send({ topic, acks: -1, messages });
      } catch (error) {
        throw unreachable(error, connection.brokers);
      }
    },
    close: () => producer.disconnect(),
  };
}
