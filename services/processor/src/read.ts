import { readMessage } from '@tallyboard/contracts/log-message';
import type { IncomingMessage } from '@tallyboard/kafka/consumer';
import { recordedAt } from '@tallyboard/kafka/recorded';
import type { Message } from '@tallyboard/pipeline/stage';
import { type Placed, place } from './place.js';

/** A message of the log and what it says; of one that says nothing, why, and its bytes for the dead-letter topic. */
export type ReadMessage = Message &
  (
    | { ok: true; placed: Placed }
    | { ok: false; reason: string; raw: Pick<IncomingMessage, 'key' | 'value' | 'headers'> }
  );

/** Done as soon as a message arrives, while the batch before it is still being stored; its bytes and objects are let go of. */
export function read({ offset, timestamp, key, value, headers }: IncomingMessage): ReadMessage {
  const decoded = readMessage({ key, value });
  return decoded.ok
    ? {
        ok: true,
        offset,
        timestamp,
        placed: place(decoded.event, decoded.digest, recordedAt({ timestamp, headers })),
      }
    : { ok: false, offset, timestamp, reason: decoded.reason, raw: { key, value, headers } };
}
