import type { Readable } from 'node:stream';
import type { Patience } from './patience.js';
import type { Refusal } from './refusal.js';

/** A body that was not read to its end, and why: for its sender, who is still there. */
export class BrokenOff extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** The sender went away in the middle of its body: nobody is there to be answered. */
export class SenderGone extends Error {}

export interface ArrivingOptions {
  patience: Patience;
  /** Whether the key of the request still opens. */
  isWelcome(): boolean;
  /** Aborted with what to break off with. */
  signal: AbortSignal;
}

/**
 * The bytes of a body as they arrive, read no faster than they are asked for. Throws `BrokenOff` when the sender is too
 * slow, when its key does not open any more, or when the signal is given; `SenderGone` when it went away.
 */
export async function* arriving(
  request: Readable,
  { patience, isWelcome, signal }: ArrivingOptions,
): AsyncGenerator<Buffer> {
  let wake = () => {};
  let broken: Error | null = null;
  const woken = () => wake();
  const failed = (error: Error) => {
    broken = error;
    wake();
  };
  request.on('readable', woken).on('end', woken).on('close', woken).on('error', failed);
  signal.addEventListener('abort', woken);
  let lookedAtMs = Date.now();
  try {
    for (;;) {
      if (signal.aborted) throw signal.reason;
      if (Date.now() - lookedAtMs >= LOOK_EVERY_MS) {
        lookedAtMs = Date.now();
        if (!isWelcome()) throw new BrokenOff(REVOKED);
      }
      const bytes = request.read() as Buffer | null;
      if (bytes !== null) {
        patience.arrived(bytes);
        yield bytes;
        continue;
      }
      if (request.readableEnded) return;
      if (broken || request.destroyed) throw new SenderGone('the sender went away', { cause: broken });
      const beganMs = performance.now();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_EVERY_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      const slow = patience.waited(performance.now() - beganMs);
      if (slow) throw new BrokenOff(tooSlow(slow));
    }
  } finally {
    request.off('readable', woken).off('end', woken).off('close', woken).off('error', failed);
    signal.removeEventListener('abort', woken);
    // An error that comes later is of a body that nobody reads.
    request.on('error', () => {});
  }
}

const LOOK_EVERY_MS = 250;

const REVOKED: Refusal = {
  status: 401,
  code: 'key_revoked',
  message: 'This API key does not open any more.',
};

const tooSlow = (message: string): Refusal => ({ status: 408, code: 'too_slow', message });
