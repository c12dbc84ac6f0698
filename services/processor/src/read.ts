import { readMessage } from '@tallyboard/contracts/log-message';
import { createScan, type EventBytes } from '@tallyboard/contracts/scan';
import type { IncomingMessage } from '@tallyboard/kafka/consumer';
import { recordedAt } from '@tallyboard/kafka/recorded';
import type { Message } from '@tallyboard/pipeline/stage';
import type { Erased } from './erased.js';
import { type Placed, place } from './place.js';
import { nothingSorted, type Sort, type Sorted, sortOf } from './sorted.js';

/** Messages of a partition, one after the other, and what they say: most are sorted at once, the others placed. */
export interface ReadBatch extends Message {
  sorted: Sorted | null;
  placed: readonly ReadMessage[];
  /** How many were known to be erased, see `Erased.since`. */
  erasures: number;
}

/** A message and what it says; of one that says nothing, why, and its bytes for the dead-letter topic. */
type ReadMessage =
  | { ok: true; placed: Placed }
  | { ok: false; offset: number; reason: string; raw: Pick<IncomingMessage, 'key' | 'value' | 'headers'> };

/**
 * Done as soon as messages arrive, while the batch before them is still being stored; their bytes and objects are let go of.
 * What is usual goes from its bytes to those of columns; of what is not, or is about somebody erased, an event is made.
 */
export function createRead(erased: Erased): (messages: readonly IncomingMessage[]) => ReadBatch {
  const scan = createScan();
  const sorts = new Map<EventBytes['shape'], Sort | null>();
  const sortFor = (shape: EventBytes['shape']): Sort | null => {
    let sort = sorts.get(shape);
    if (sort === undefined) {
      sort = sortOf(shape);
      sorts.set(shape, sort);
    }
    return sort;
  };
  return (messages) => {
    const placed: ReadMessage[] = [];
    let sorted: Sorted | null = null;
    for (const message of messages) {
      const { key, value } = message;
      const event = key && value && !erased.hasKey(key) ? scan(value, key) : null;
      const sort = event && sortFor(event.shape);
      if (event && sort) {
        sorted ??= nothingSorted();
        sort(sorted, event, recordedAt(message));
      } else placed.push(readPlain(message));
    }
    const { offset, timestamp } = messages.at(-1)!;
    return { offset, timestamp, count: messages.length, sorted, placed, erasures: erased.size };
  };
}

export function readPlain({ offset, timestamp, key, value, headers }: IncomingMessage): ReadMessage {
  const decoded = readMessage({ key, value });
  return decoded.ok
    ? { ok: true, placed: place(decoded.event, decoded.digest, recordedAt({ timestamp, headers })) }
    : { ok: false, offset, reason: decoded.reason, raw: { key, value, headers } };
}
