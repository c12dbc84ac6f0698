import { type Decoded, decode } from '@tallyboard/contracts/codec';
import type { IncomingMessage } from '@tallyboard/kafka/consumer';
import type { Message } from '@tallyboard/pipeline/stage';

/** A message of the log and what it says; of one that says nothing, also its bytes for the dead-letter topic. */
export type ReadMessage = Message &
  (
    | Extract<Decoded, { ok: true }>
    | (Extract<Decoded, { ok: false }> & { raw: Pick<IncomingMessage, 'key' | 'value' | 'headers'> })
  );

/** Done as soon as a message arrives, while the batch before it is still being stored; the bytes are let go of. */
export function read({ offset, timestamp, key, value, headers }: IncomingMessage): ReadMessage {
  const decoded: Decoded = value ? decode(value) : { ok: false, reason: 'no value' };
  return decoded.ok
    ? { ...decoded, offset, timestamp }
    : { ...decoded, offset, timestamp, raw: { key, value, headers } };
}
