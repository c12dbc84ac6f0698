import { MAX_SEND_BYTES, MAX_SEND_MESSAGES, piecesOf } from '@tallyboard/kafka/pieces';
import type { OutgoingMessage } from '@tallyboard/kafka/producer';

/** A part of what was published at once, small enough for one send. */
export interface Piece {
  messages: OutgoingMessage[];
  bytes: number;
  acknowledge(): void;
  refuse(error: Error): void;
}

/**
 * What waits to be sent, cut and joined into sends of a size that a broker takes, see `piecesOf`.
 */
export class SendQueue {
  #pieces: Piece[] = [];
  #next = 0;

  /** Resolves when every message is acknowledged; rejects with the first refusal. */
  add(messages: OutgoingMessage[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const parts = piecesOf(messages);
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
