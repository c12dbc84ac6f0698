import { crc32 } from 'node:zlib';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { readMessage } from '@tallyboard/contracts/log-message';
import { isReference } from '@tallyboard/facts/facts';
import { endOffsets, startOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import type { IncomingMessage } from '@tallyboard/kafka/consumer';
import { replay } from '@tallyboard/kafka/replay';
import type { Spill } from './spill.js';

/** Next offset per partition. */
export type Offsets = Map<number, number>;

/** An event of the log and where it lies. */
export interface LoggedEvent {
  event: CrmEvent;
  digest: number;
  /** Kafka's timestamp, epoch ms. */
  recordedAt: number;
  partition: number;
  offset: number;
}

/** What has been read of the log, sliced by entity: all events of one are in one slice. */
export interface Logged {
  readonly slices: number;
  /** Reference data: read by the folds of every slice. It is in the slices as well. */
  reference(): Iterable<LoggedEvent>;
  slice(index: number): Iterable<LoggedEvent>;
}

/** Reads the log from its beginning, a further piece each time. */
export interface LogReader extends Logged {
  /** Reads up to `to`; told how many messages so far. */
  readTo(to: Offsets, onRead: (messages: number) => void): Promise<void>;
  /** Everything read so far; of the undecodable those that a slice was asked for. */
  read(): { messages: number; undecodable: number };
}

/** `spill` has a slice more than the log, for reference data. */
export function createLogReader(
  connection: KafkaConnection,
  topic: string,
  from: Offsets,
  spill: Spill,
): LogReader {
  const slices = spill.slices - 1;
  let at = from;
  let messages = 0;
  const undecodable = new Map<number, number>();

  function* events(slice: number): Iterable<LoggedEvent> {
    let failed = 0;
    for (const record of spill.records(slice)) {
      const message = unpacked(record);
      const read = readMessage(message);
      if (read.ok) yield { event: read.event, digest: read.digest, ...message.place };
      else failed += 1;
    }
    undecodable.set(slice, failed);
  }
  return {
    slices,
    async readTo(to, onRead) {
      let now = 0;
      await replay(connection, topic, {
        from: at,
        to,
        onMessages(partition, batch) {
          for (const message of batch) {
            const record = packed(partition, message);
            const key = message.key?.toString() ?? '';
            spill.add(crc32(key) % slices, record);
            if (isReference(key.split('/')[1] ?? '')) spill.add(slices, record);
          }
          now += batch.length;
          onRead(now);
        },
      });
      messages += now;
      at = to;
    },
    reference: () => events(slices),
    slice: events,
    read: () => ({
      messages,
      // What cannot be read is in the dead-letter topic and in no number.
      undecodable: [...undecodable].reduce((sum, [slice, n]) => (slice === slices ? sum : sum + n), 0),
    }),
  };
}

/** Before the bytes of key and value: partition, offset, timestamp, and the length of the key. */
const HEAD = 4 + 8 + 8 + 4;
const NONE = 0xffff_ffff;

function packed(partition: number, { offset, timestamp, key, value }: IncomingMessage): Buffer {
  const record = Buffer.allocUnsafe(HEAD + (key?.length ?? 0) + (value?.length ?? 0));
  record.writeUInt32LE(partition, 0);
  record.writeDoubleLE(offset, 4);
  record.writeDoubleLE(timestamp, 12);
  // A message without key or value says nothing: it is kept as one that cannot be read.
  record.writeUInt32LE(key && value ? key.length : NONE, 20);
  key?.copy(record, HEAD);
  value?.copy(record, HEAD + (key?.length ?? 0));
  return record;
}

function unpacked(record: Buffer) {
  const keyBytes = record.readUInt32LE(20);
  const [key, value] =
    keyBytes === NONE
      ? [null, null]
      : [record.subarray(HEAD, HEAD + keyBytes), record.subarray(HEAD + keyBytes)];
  return {
    key,
    value,
    place: {
      partition: record.readUInt32LE(0),
      offset: record.readDoubleLE(4),
      recordedAt: record.readDoubleLE(12),
    },
  };
}

/** What lies between two positions, and the ends now. */
export async function logRange(
  connection: KafkaConnection,
  topic: string,
): Promise<{ from: Offsets; to: Offsets }> {
  const [from, to] = await Promise.all([startOffsets(connection, topic), endOffsets(connection, topic)]);
  return { from, to };
}

/** How many messages lie between two positions. */
export function distance(from: Offsets, to: Offsets): number {
  return [...to].reduce((sum, [partition, end]) => sum + Math.max(0, end - (from.get(partition) ?? 0)), 0);
}
