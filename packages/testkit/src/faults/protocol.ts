import type { SeenRequest } from './fault.js';

/** What the proxy must know of a protocol to tell one message from the next. */
export interface Protocol {
  /** Length of the first message of what a client has sent so far; null while it is not whole. */
  requestLength(bytes: Buffer): number | null;
  responseLength(bytes: Buffer): number | null;
  describe(request: Buffer): Omit<SeenRequest, 'bytes'>;
  /** Which of the requests under way (oldest first) a response answers; undefined: none of them. */
  answered<R extends SeenRequest>(response: Buffer, underway: readonly R[]): R | undefined;
  /** The response with an error code instead of its own; throws where the protocol has no place for one. */
  withError(request: Buffer, response: Buffer, code: number): Buffer;
}

/** Cuts a stream of chunks into whole messages; gives what is left over at its end. */
export function splitter(lengthOf: (bytes: Buffer) => number | null): {
  push(chunk: Buffer): Buffer[];
  rest(): Buffer;
} {
  let buffered: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
      const messages: Buffer[] = [];
      for (let length = lengthOf(buffered); length !== null; length = lengthOf(buffered)) {
        messages.push(buffered.subarray(0, length));
        buffered = buffered.subarray(length);
      }
      return messages;
    },
    rest: () => buffered,
  };
}
