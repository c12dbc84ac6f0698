import { createGrowingBuffer } from './growing-buffer.js';

/** A line without its end, or how many bytes it had when it was too long to be kept. */
export type Line = Buffer | { tooLongBytes: number };

export interface LineSplitter {
  push(bytes: Buffer): void;
  /** The last line may lack its line feed. */
  end(): void;
  /** How much memory the unfinished line keeps. */
  keptBytes(): number;
}

/**
 * Cuts a stream of bytes into lines, counted from 1. Holds at most `maxBytes` of an unfinished line: what goes
 * beyond is counted and dropped. A line is valid until `onLine` returns.
 */
export function createLineSplitter(
  maxBytes: number,
  onLine: (line: Line, number: number) => void,
): LineSplitter {
  const unfinished = createGrowingBuffer();
  let lineBytes = 0;
  let number = 0;

  const keep = (bytes: Buffer) => {
    lineBytes += bytes.length;
    if (lineBytes > maxBytes) unfinished.clear();
    else unfinished.add(bytes);
  };
  const emit = (rest: Buffer) => {
    number += 1;
    const isWhole = lineBytes === 0;
    if (isWhole && rest.length <= maxBytes) return onLine(rest, number);
    keep(rest);
    onLine(lineBytes > maxBytes ? { tooLongBytes: lineBytes } : unfinished.bytes(), number);
    unfinished.clear();
    lineBytes = 0;
  };
  return {
    push(bytes) {
      let start = 0;
      for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
        emit(bytes.subarray(start, end));
        start = end + 1;
      }
      if (start < bytes.length) keep(bytes.subarray(start));
    },
    end() {
      if (lineBytes > 0) emit(EMPTY);
    },
    keptBytes: () => unfinished.keptBytes(),
  };
}

const LINE_FEED = 0x0a;
const EMPTY = Buffer.alloc(0);
