import { readMessage } from '@tallyboard/contracts/log-message';
import type { Oracle } from '@tallyboard/domain/oracle';
import { endOffsets, startOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import { replay } from '@tallyboard/kafka/replay';

/** Next offset per partition. */
export type Offsets = Map<number, number>;

/** Reads the log into the oracle, a further piece each time. */
export interface LogReader {
  /** Messages between where it stands and its end now. */
  ahead(): Promise<{ to: Offsets; messages: number }>;
  /** Reads up to `to`; told how many messages so far. */
  readTo(to: Offsets, onRead: (messages: number) => void): Promise<void>;
  /** Everything read so far. */
  read(): { events: number; undecodable: number };
}

export async function createLogReader(
  connection: KafkaConnection,
  topic: string,
  oracle: Oracle,
): Promise<LogReader> {
  let at: Offsets = await startOffsets(connection, topic);
  let events = 0;
  let undecodable = 0;
  return {
    async ahead() {
      const to = await endOffsets(connection, topic);
      return { to, messages: distance(at, to) };
    },
    async readTo(to, onRead) {
      let messages = 0;
      await replay(connection, topic, {
        from: at,
        to,
        onMessages(_partition, batch) {
          for (const message of batch) {
            const read = readMessage(message);
            // What cannot be read is in the dead-letter topic and in no number.
            if (!read.ok) undecodable += 1;
            else {
              oracle.add(read.event, read.digest);
              events += 1;
            }
          }
          messages += batch.length;
          onRead(messages);
        },
      });
      at = to;
    },
    read: () => ({ events, undecodable }),
  };
}

/** How many messages lie between two positions. */
export function distance(from: Offsets, to: Offsets): number {
  return [...to].reduce((sum, [partition, end]) => sum + Math.max(0, end - (from.get(partition) ?? 0)), 0);
}
