import type { OutgoingMessage } from '@tallyboard/kafka/producer';

/** A part of what was published at once, small enough for one send. */
export interface Piece {
  messages: OutgoingMessage[];
  bytes: number;
  acknowledge(): void;
  refuse(error: Error): void;
}

/**
 * What waits to be sent, cut and joined into sends of a size that a broker takes: all messages of a send may
 * land in one partition, and Kafka's default limit for that is 1 MiB.
 */
export class SendQueue {
  #pieces: Piece[] = [];
  #next = 0;

  /** Resolves when every message is acknowledged; rejects with the first refusal. */
  add(messages: OutgoingMessage[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const parts = cut(messages);
      let left = parts.length;
      const acknowledge = () => {
        left -= 1;
        if (left === 0) resolve();
      };
      for (const part of parts) this.#pieces.push({ ...part, acknowledge, refuse: reject });
    });
  }

  isEmpty(): boolean {
    return this.#next === this.#pieces.length;
  }

  /** The oldest pieces, as many as go into one send; at least one. */
  take(): Piece[] {
    const from = this.#next;
    let bytes = 0;
    let count = 0;
    while (this.#next < this.#pieces.length) {
      const piece = this.#pieces[this.#next]!;
      bytes += piece.bytes;
      count += piece.messages.length;
      if (this.#next > from && (bytes > MAX_SEND_BYTES || count > MAX_SEND_MESSAGES)) break;
      this.#next += 1;
    }
    const taken = this.#pieces.slice(from, this.#next);
    if (this.isEmpty()) {
      this.#pieces = [];
      this.#next = 0;
    } else if (this.#next > 1_000) {
      this.#pieces = this.#pieces.slice(this.#next);
      this.#next = 0;
    }
    return taken;
  }

  takeAll(): Piece[] {
    const taken = this.#pieces.slice(this.#next);
    this.#pieces = [];
    this.#next = 0;
    return taken;
  }
}

const MAX_SEND_BYTES = 900_000;
const MAX_SEND_MESSAGES = 4_000;
/** Names of headers, lengths, deltas. */
const OVERHEAD_BYTES = 64;

function cut(messages: OutgoingMessage[]): { messages: OutgoingMessage[]; bytes: number }[] {
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
