/** How long senders are waited for. */
export interface PatienceLimits {
  /** The longest silence. */
  maxIdleMs: number;
  /** The longest time in which a line of NDJSON may arrive. */
  maxLineMs: number;
  /** The same of a JSON body. */
  maxBodyMs: number;
  /** The least rate of a line that has begun, or a body, after the first five seconds. */
  minBytesPerS: number;
}

/** Keeps the time of one sender. Only time that is spent waiting for it counts: Kafka may take as long as it likes. */
export interface Patience {
  /** So long has been waited since the last look. Says what is too slow, as a sentence; null while nothing is. */
  waited(ms: number): string | null;
  arrived(bytes: Buffer): void;
}

/** Between lines a sender may be silent, as one that follows a journal is; a line that has begun, or a body, goes on. */
export function createPatience(limits: PatienceLimits, unit: 'line' | 'body'): Patience {
  const { maxIdleMs, minBytesPerS } = limits;
  const longestMs = unit === 'line' ? limits.maxLineMs : limits.maxBodyMs;
  let silentMs = 0;
  let waitedMs = 0;
  let arrivedBytes = 0;

  return {
    waited(ms) {
      silentMs += ms;
      if (silentMs > maxIdleMs) return `Nothing has come for ${inSeconds(maxIdleMs)}.`;
      if (unit === 'line' && arrivedBytes === 0) return null;
      waitedMs += ms;
      if (waitedMs > longestMs) return `The ${unit} has not come within ${inSeconds(longestMs)}.`;
      if (waitedMs > GRACE_MS + (arrivedBytes / minBytesPerS) * 1_000)
        return `The ${unit} comes at less than ${minBytesPerS} bytes a second.`;
      return null;
    },
    arrived(bytes) {
      silentMs = 0;
      const end = unit === 'line' ? bytes.lastIndexOf(LINE_FEED) : -1;
      if (end >= 0) waitedMs = 0;
      arrivedBytes = end >= 0 ? bytes.length - end - 1 : arrivedBytes + bytes.length;
    },
  };
}

const GRACE_MS = 5_000;
const LINE_FEED = 0x0a;

const inSeconds = (ms: number) => `${ms / 1_000} s`;
