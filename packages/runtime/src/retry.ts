import { type Backoff, backoffMs } from './backoff.js';

export interface RetryOptions extends Backoff {
  /** How often at most; default: for ever. */
  attempts?: number;
  /** Ends the waiting: the result is then a rejection with the signal's reason. */
  signal?: AbortSignal;
  /** Told before each wait; what it throws ends the retrying. */
  onRetry?: (error: unknown, attempt: number, waitMs: number) => void;
  /** The least wait that an error asks for: a server's Retry-After. */
  leastWaitMs?: (error: unknown) => number;
}

/**
 * Runs `fn` until it succeeds, with growing waits between (half fixed, half random, so that many clients do not
 * return at once). Rejects with the last error when the attempts are used up.
 */
export async function retry<T>(fn: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts = Number.POSITIVE_INFINITY, signal, onRetry, leastWaitMs = () => 0 } = options;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await fn(attempt);
    } catch (error) {
      if (attempt >= attempts) throw error;
      const usualMs = Math.round(backoffMs(attempt, options) * (0.5 + Math.random() / 2));
      const waitMs = Math.max(usualMs, leastWaitMs(error));
      onRetry?.(error, attempt, waitMs);
      await pause(waitMs, signal);
    }
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
  });
}
