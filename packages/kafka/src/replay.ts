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

/** Reads a topic up to the given ends, each message once, by a group of its own that it removes. */
export async function replay(
  connection: KafkaConnection,
  topic: string,
  { from, to, onMessages }: ReplayOptions,
): Promise<void> {
  const next = new Map(from ?? (await startOffsets(connection, topic)));
  const open = new Set(
    [...to].filter(([partition, end]) => end > (next.get(partition) ?? 0)).map(([partition]) => partition),
  );
  if (open.size === 0) return;
  const groupId = `tally-replay-${randomUUID()}`;
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
    begin: async () =>
      [...to.keys()].map((partition) => ({ topic, partition, offset: next.get(partition) ?? 0 })),
    async onBatch({ partition, messages }) {
      try {
        const end = to.get(partition) ?? 0;
        if (!open.has(partition)) return;
        // What was asked for before it began where it has to, or again by a new membership.
        const at = next.get(partition) ?? 0;
        await onMessages(
          partition,
          messages.filter(({ offset }) => offset >= at && offset < end),
        );
        next.set(partition, Math.max(at, (messages.at(-1)?.offset ?? -1) + 1));
        if (next.get(partition)! >= end) open.delete(partition);
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
