import { randomUUID } from 'node:crypto';
import { endOffsets, startOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { createConsumer } from '@tallyboard/kafka/consumer';
import { createProducer, type Producer } from '@tallyboard/kafka/producer';
import type { AlertBook } from './alert-book.js';
import { type AlertRecord, parseRecord } from './records.js';
import { taken } from './taken.js';
import { writeRecords } from './write-records.js';

export interface AlertTopic {
  /** Resolves once everything is in the book that the topic held at the start. */
  start(): Promise<void>;
  /** Writes records; they are in the book when this resolves. */
  say(records: readonly AlertRecord[]): Promise<void>;
  stop(): Promise<void>;
}

/** crm.alerts: read whole into the book by every instance, in a group of this process alone that commits nothing. */
export async function createAlertTopic(
  kafka: KafkaConnection,
  topic: string,
  book: AlertBook,
  onHealth: (ok: boolean, detail?: string) => void,
  onLeftOut: (offset: number) => void,
): Promise<AlertTopic> {
  let appendedMs = Date.now();
  const producer: Producer = await createProducer(kafka, {
    onAppended: (brokerMs) => (appendedMs = brokerMs),
  });
  const ends = await endOffsets(kafka, topic);
  const starts = await startOffsets(kafka, topic);
  let isRead = () => {};
  const read = new Promise<void>((resolve) => {
    isRead = resolve;
  });
  const end = ends.get(0) ?? 0;
  const consumer = createConsumer(kafka, {
    groupId: `${topic}.book.${randomUUID()}`,
    topics: [topic],
    fromBeginning: true,
    begin: async () => [{ topic, partition: 0, offset: starts.get(0) ?? 0 }],
    async onBatch({ messages }) {
      for (const { offset, value, timestamp } of messages) {
        const record = parseRecord(value);
        if (!record || !taken(book, record, timestamp)) onLeftOut(offset);
      }
      if ((messages.at(-1)?.offset ?? -1) + 1 >= end) isRead();
    },
    onLost: (error) => onHealth(false, `Kafka is lost: ${error.message}`),
    onBack: () => onHealth(true),
  });
  /** One write after the other, so that each is in the book at the time that the log has of it. */
  let saying: Promise<void> = Promise.resolve();
  const write = (records: readonly AlertRecord[]): Promise<void> =>
    writeRecords(producer, topic, records, (written) => {
      // What is read back later changes nothing.
      for (const record of written) taken(book, record, appendedMs);
    });
  return {
    async start() {
      if (end <= (starts.get(0) ?? 0)) isRead();
      await consumer.start();
      await read;
      onHealth(true);
    },
    say(records) {
      const own = saying.then(() => write(records));
      saying = own.catch(() => {});
      return own;
    },
    async stop() {
      await Promise.all([consumer.stop(), producer.close()]);
    },
  };
}
