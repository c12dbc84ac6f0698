import { crc32 } from 'node:zlib';
import { entityOf, keyOf } from '@tallyboard/contracts/codec';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { readMessage } from '@tallyboard/contracts/log-message';
import { PUBLISHED } from '@tallyboard/contracts/registry';
import { factOfEntity, isReference } from '@tallyboard/facts/facts';
import { endOffsets, startOffsets } from '@tallyboard/kafka/admin';
import type { KafkaConnection } from '@tallyboard/kafka/connect';
import type { IncomingMessage } from '@tallyboard/kafka/consumer';
import { recordedAt } from '@tallyboard/kafka/recorded';
import { replay } from '@tallyboard/kafka/replay';
import type { Spill } from './spill.js';

/** Next offset per partition. */
export type Offsets = Map<number, number>;

/** An event of the log and where it lies. */
export interface LoggedEvent {
  event: CrmEvent;
  digest: number;
  /** When Kafka first took it, epoch ms. */
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
  /** Keys of the entities of which any was ever said to be merged with another: these are folded together. */
  readonly merging: ReadonlySet<string>;
  /** Their events, of every slice. */
  merged(): Iterable<LoggedEvent>;
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
  const merging = new Set<string>();

  function* mergedEvents(): Iterable<LoggedEvent> {
    if (merging.size === 0) return;
    for (let slice = 0; slice < slices; slice += 1)
      for (const record of spill.records(slice)) {
        const message = unpacked(record);
        if (!merging.has(message.key?.toString() ?? '')) continue;
        const read = readMessage(message);
        if (read.ok) yield { event: read.event, digest: read.digest, ...message.place };
      }
  }

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
            for (const each of mergedBy(message)) merging.add(each);
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
    merging,
    merged: mergedEvents,
    read: () => ({
      messages,
      // What cannot be read is in the dead-letter topic and in no number.
      undecodable: [...undecodable].reduce((sum, [slice, n]) => (slice === slices ? sum : sum + n), 0),
    }),
  };
}

/** Of a merge, the keys of both. Only what can be one is decoded. */
function mergedBy({ key, value }: IncomingMessage): string[] {
  if (!value || value.length < 5 || !MERGES.has(value.readUInt32BE(1))) return [];
  const read = readMessage({ key, value });
  return read.ok ? mergedKeys(read.event) : [];
}

/** Of an event that says that one was merged into another, the keys of both; else none. */
export function mergedKeys(event: CrmEvent): string[] {
  const entity = entityOf(event.type);
  const by = factOfEntity(entity)?.merges?.by;
  const into = by && (event as unknown as Record<string, unknown>)[by];
  if (typeof into !== 'string') return [];
  return [keyOf(event), `${event.tenant}/${entity}/${into}`];
}

/** Schema ids by which a merge is written. */
const MERGES: ReadonlySet<number> = new Set(
  PUBLISHED.filter(({ entity, schema }) => {
    const by = factOfEntity(entity)?.merges?.by;
    return by !== undefined && schema.includes(`"name":"${by}"`);
  }).map(({ id }) => id),
);

/** Before the bytes of key and value: partition, offset, when it was recorded, and the length of the key. */
const HEAD = 4 + 8 + 8 + 4;
const NONE = 0xffff_ffff;

function packed(partition: number, message: IncomingMessage): Buffer {
  const { offset, key, value } = message;
  const record = Buffer.allocUnsafe(HEAD + (key?.length ?? 0) + (value?.length ?? 0));
  record.writeUInt32LE(partition, 0);
  record.writeDoubleLE(offset, 4);
  record.writeDoubleLE(recordedAt(message), 12);
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
