import type { OutgoingMessage } from './producer.js';

export const MAX_SEND_BYTES = 900_000;
export const MAX_SEND_MESSAGES = 4_000;
/** Names of headers, lengths, deltas. */
const OVERHEAD_BYTES = 64;

/**
 * Messages cut into sends of a size that a broker takes: all of a send may land in one partition, and Kafka's default limit
 * for that is 1 MiB.
 */
export function piecesOf(messages: OutgoingMessage[]): { messages: OutgoingMessage[]; bytes: number }[] {
  const parts: { messages: OutgoingMessage[]; bytes: number }[] = [];
  let start = 0;
  let bytes = 0;
  messages.forEach((message, i) => {
    const size = sizeOf(message);
    if (i > start && (bytes + size > MAX_SEND_BYTES || i - start >= MAX_SEND_MESSAGES)) {
      parts.push({ messages: messages.slice(start, i), bytes });
      start = i;
      bytes = 0;
    }
    bytes += size;
  });
  parts.push({ messages: start === 0 ? messages : messages.slice(start), bytes });
  return parts;
}

/** At most this many bytes on the wire; text may take three per UTF-16 unit. */
function sizeOf({ key, value, headers }: OutgoingMessage): number {
  let size = OVERHEAD_BYTES + (key?.length ?? 0) * 3 + (value?.length ?? 0);
  for (const name in headers) size += headers[name]!.length * 3;
  return size;
}
