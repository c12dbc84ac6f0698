import { randomUUID } from 'node:crypto';
import { startOffsets } from './admin.js';
import type { KafkaConnection } from './connect.js';
import { createConsumer, type IncomingMessage } from './consumer.js';

export interface ReplayOptions {
  /** Where to begin, per partition; default: the oldest message kept. */
  from?: Map<number, number>;
  /** Exclusive end per partition. */
  to: Map<number, number>;
  onMessages(partition: number, messages: IncomingMessage[]): void | Promise<void>;
}

/** Reads a topic up to the given ends, by a group of its own that it removes. */
export async function replay(
  connection: KafkaConnection,
  topic: string,
  { from, to, onMessages }: ReplayOptions,
): Promise<void> {
  const begin = from ?? (await startOffsets(connection, topic));
  const open = new Set(
    [...to].filter(([partition, end]) => end > (begin.get(partition) ?? 0)).map(([partition]) => partition),
  );
  if (open.size === 0) return;
  const groupId = `tally-replay-${randomUUID()}`;
  await connection.withAdmin((admin) =>
    admin.setOffsets({
      groupId,
      topic,
      partitions: [...to.keys()].map((partition) => ({
        partition,
        offset: String(begin.get(partition) ?? 0),
      })),
    }),
  );
  let failed: (error: unknown) => void = () => {};
  let finished: () => void = () => {};
  const done = new Promise<void>((resolve, reject) => {
    finished = resolve;
    failed = reject;
  });
  const consumer = createConsumer(connection, {
    groupId,
    topics: [topic],
    fromBeginning: true,
    async onBatch({ partition, messages }) {
      try {
        const end = to.get(partition) ?? 0;
        if (!open.has(partition)) return;
        await onMessages(
          partition,
          messages.filter(({ offset }) => offset < end),
        );
        if ((messages.at(-1)?.offset ?? -1) >= end - 1) open.delete(partition);
        if (open.size === 0) finished();
      } catch (error) {
        failed(error);
      }
    },
  });
  try {
    await consumer.start();
    await done;
  } finally {
    await consumer.stop();
    await connection.withAdmin((admin) => admin.deleteGroups([groupId])).catch(() => {});
  }
}
