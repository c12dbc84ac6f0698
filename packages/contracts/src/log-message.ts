import { type Decoded, decode, keyOf } from './codec.js';

/** A message of `crm.events` as Kafka gives it. */
export interface LogMessage {
  key: Buffer | null;
  value: Buffer | null;
}

/**
 * What a message of the log says, or why it says nothing. Its key must be that of its event: whoever may write for one
 * tenant could otherwise write into the numbers of another, and one entity's events could lie in two partitions.
 */
export function readMessage({ key, value }: LogMessage): Decoded {
  if (!value) return { ok: false, reason: 'no value' };
  const decoded = decode(value);
  if (!decoded.ok) return decoded;
  const expected = keyOf(decoded.event);
  if (key && Buffer.from(expected).equals(key)) return decoded;
  const said = key ? JSON.stringify(key.toString().slice(0, MOST_SHOWN)) : 'none';
  return { ok: false, reason: `the key is ${said}, but the event is of ${JSON.stringify(expected)}` };
}

/** Keys of ours are shorter. */
const MOST_SHOWN = 300;
