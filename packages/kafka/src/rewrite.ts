import { endOffsets, startOffsets } from './admin.js';
import type { KafkaConnection } from './connect.js';
import type { IncomingMessage } from './consumer.js';
import { piecesOf } from './pieces.js';
import { createProducer } from './producer.js';
import { RECORDED_AT, recordedAt } from './recorded.js';
import { replay } from './replay.js';

/** What becomes of a message: it stays, it goes (null), or it has another value. */
export type Rewritten = 'as it is' | null | Buffer;

/**
 * Takes messages out of a topic whose messages are a set. Kafka deletes no single message, only all before an offset: so of each
 * partition whatever stays of those up to the last that does not is written once more, behind all others and with when it was
 * first recorded, and then all up to there is deleted. Between the two it is there twice, and so it is when this is cut off:
 * then it is to be done again. Whoever follows the topic reads what stays a second time.
 *
 * `beforeDeleting`: resolves once nobody has to read what is before these offsets any more, by partition.
 */
export async function rewriteTopic(
  connection: KafkaConnection,
  topic: string,
  rewritten: (message: IncomingMessage) => Rewritten,
  beforeDeleting: (to: ReadonlyMap<number, number>) => Promise<void> = async () => {},
): Promise<{ dropped: number; copied: number }> {
  const [from, ends] = await Promise.all([startOffsets(connection, topic), endOffsets(connection, topic)]);
  /** Behind the last that does not stay as it is. */
  const to = new Map<number, number>();
  let dropped = 0;
  await replay(connection, topic, {
    from,
    to: ends,
    onMessages(partition, messages) {
      for (const message of messages) {
        if (rewritten(message) === 'as it is') continue;
        to.set(partition, message.offset + 1);
        dropped += 1;
      }
    },
  });
  if (to.size === 0) return { dropped: 0, copied: 0 };
  let copied = 0;
  const producer = await createProducer(connection);
  try {
    await replay(connection, topic, {
      from,
      to,
      async onMessages(partition, messages) {
        const again = messages.flatMap((message) => {
          const value = rewritten(message);
          return value === null
            ? []
            : [copyOf(message, value === 'as it is' ? message.value : value, partition)];
        });
        for (const piece of piecesOf(again)) await producer.send(topic, piece.messages);
        copied += again.length;
      },
    });
  } finally {
    await producer.close();
  }
  await beforeDeleting(to);
  await connection.withAdmin(async (admin) => {
    // kafkajs finds the leaders among topics that it has been asked about alone.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({
      topic,
      partitions: [...to].map(([partition, offset]) => ({ partition, offset: String(offset) })),
    });
  });
  return { dropped, copied };
}

const copyOf = (message: IncomingMessage, value: Buffer | null, partition: number) => ({
  key: message.key,
  value,
  partition,
  headers: { ...message.headers, [RECORDED_AT]: String(recordedAt(message)) },
});
