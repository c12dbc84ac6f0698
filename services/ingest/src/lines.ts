/** A line without its end, or how many bytes it had when it was too long to be kept. */
export type Line = Buffer | { tooLongBytes: number };

export interface LineSplitter {
  push(bytes: Buffer): void;
  /** The last line may lack its line feed. */
  end(): void;
}

/**
 * Cuts a stream of bytes into lines, counted from 1. Holds at most `maxBytes` of an unfinished line: what goes
 * beyond is counted and dropped. A line is valid until `onLine` returns.
 */
export function createLineSplitter(
  maxBytes: number,
  onLine: (line: Line, number: number) => void,
): LineSplitter {
  let parts: Buffer[] = [];
  let heldBytes = 0;
  let number = 0;

  const hold = (bytes: Buffer) => {
    heldBytes += bytes.length;
    if (heldBytes > maxBytes) parts = [];
    else parts.push(bytes);
  };
  const emit = (rest: Buffer) => {
    number += 1;
    const bytes = heldBytes + rest.length;
    if (bytes > maxBytes) onLine({ tooLongBytes: bytes }, number);
    else onLine(heldBytes === 0 ? rest : Buffer.concat([...parts, rest], bytes), number);
    parts = [];
    heldBytes = 0;
  };
  return {
    push(bytes) {
      let start = 0;
      for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
        emit(bytes.subarray(start, end));
        start = end + 1;
      }
      if (start < bytes.length) hold(bytes.subarray(start));
    },
    end() {
      if (heldBytes > 0) emit(EMPTY);
    },
  };
}

const LINE_FEED = 0x0a;
const EMPTY = Buffer.alloc(0);
