import { endOffsets, startOffsets } from './admin.js';
import type { KafkaConnection } from './connect.js';
import type { IncomingMessage } from './consumer.js';
import { piecesOf } from './pieces.js';
import { createProducer } from './producer.js';
import { RECORDED_AT, recordedAt } from './recorded.js';
import { replay } from './replay.js';

/** What becomes of a message: it stays, it goes (null), or it has another value. */
export type Rewritten = 'as it is' | null | Buffer;

/** What a rewrite would do. */
export interface Rewrite {
  /** Behind the last message that does not stay as it is, of partitions that have any; and from where on all are read. */
  to: ReadonlyMap<number, number>;
  from: ReadonlyMap<number, number>;
  /** How many do not stay as they are, and how many are to be written once more, with their bytes. */
  dropped: number;
  copied: number;
  copiedBytes: number;
}

/** Looks through a topic for what does not stay as it is; changes nothing. */
export async function planRewrite(
  connection: KafkaConnection,
  topic: string,
  rewritten: (message: IncomingMessage) => Rewritten,
): Promise<Rewrite> {
  const [from, ends] = await Promise.all([startOffsets(connection, topic), endOffsets(connection, topic)]);
  const to = new Map<number, number>();
  /** Of what stays in each partition: so far, and up to the last that does not stay as it is. */
  const kept = new Map<number, { n: number; bytes: number }>();
  const before = new Map<number, { n: number; bytes: number }>();
  let dropped = 0;
  await replay(connection, topic, {
    from,
    to: ends,
    onMessages(partition, messages) {
      const sum = kept.get(partition) ?? { n: 0, bytes: 0 };
      kept.set(partition, sum);
      for (const message of messages) {
        const value = rewritten(message);
        if (value !== null) {
          sum.n += 1;
          sum.bytes +=
            (message.key?.length ?? 0) + ((value === 'as it is' ? message.value : value)?.length ?? 0);
        }
        if (value === 'as it is') continue;
        to.set(partition, message.offset + 1);
        before.set(partition, { ...sum });
        dropped += 1;
      }
    },
  });
  const sums = [...before.values()];
  return {
    from,
    to,
    dropped,
    copied: sums.reduce((sum, { n }) => sum + n, 0),
    copiedBytes: sums.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

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
  rewrite?: Rewrite,
): Promise<Rewrite> {
  const planned = rewrite ?? (await planRewrite(connection, topic, rewritten));
  const { from, to } = planned;
  if (to.size === 0) return planned;
  const producer = await createProducer(connection);
  try {
    await replay(connection, topic, {
      from: new Map(from),
      to: new Map(to),
      async onMessages(partition, messages) {
        const again = messages.flatMap((message) => {
          const value = rewritten(message);
          return value === null
            ? []
            : [copyOf(message, value === 'as it is' ? message.value : value, partition)];
        });
        for (const piece of piecesOf(again)) await producer.send(topic, piece.messages);
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
  return planned;
}

const copyOf = (message: IncomingMessage, value: Buffer | null, partition: number) => ({
  key: message.key,
  value,
  partition,
  headers: { ...message.headers, [RECORDED_AT]: String(recordedAt(message)) },
});
