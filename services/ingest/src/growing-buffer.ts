/** Bytes that come in pieces, in one piece of memory: a piece costs what it is long, however many there are. */
export interface GrowingBuffer {
  add(bytes: Buffer): void;
  /** What was added, until the next `add` or `clear`. */
  bytes(): Buffer;
  clear(): void;
  /** How much memory it keeps. */
  keptBytes(): number;
}

export function createGrowingBuffer(): GrowingBuffer {
  let kept = NONE;
  let length = 0;
  return {
    add(bytes) {
      const needed = length + bytes.length;
      if (needed > kept.length) {
        const larger = Buffer.allocUnsafeSlow(
          Math.max(needed, Math.min(kept.length * 2, needed + MOST_AHEAD)),
        );
        kept.copy(larger, 0, 0, length);
        kept = larger;
      }
      bytes.copy(kept, length);
      length = needed;
    },
    bytes: () => kept.subarray(0, length),
    clear() {
      kept = NONE;
      length = 0;
    },
    keptBytes: () => kept.length,
  };
}

const NONE = Buffer.alloc(0);
const MOST_AHEAD = 1024 * 1024;
