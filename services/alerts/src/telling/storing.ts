import type { Transition } from '@tallyboard/alerting/alert';
import type { Backoff } from '@tallyboard/runtime/backoff';
import type { Logger } from '@tallyboard/runtime/logging';
import { retry } from '@tallyboard/runtime/retry';

/** A step for SQL; `recordedAt`: epoch ms. */
export interface StoredStep {
  step: Transition;
  recordedAt: number;
}

export interface StoringOptions {
  store(steps: readonly StoredStep[]): Promise<void>;
  log: Logger;
  signal: AbortSignal;
  /** Told why steps are not stored; null: they are. */
  onTrouble(trouble: string | null): void;
  backoff?: Backoff;
}

/** Steps that wait to be stored. */
export interface Storing {
  /** `onStored` is called once all are, however often that fails before; never when they are dropped. */
  add(steps: readonly StoredStep[], onStored: () => void): void;
  /** What waits is somebody else's. */
  drop(): void;
  /** How many steps wait. */
  waiting(): number;
}

/** So many are stored at once, or a batch of more. */
const MOST_AT_ONCE = 10_000;

/** Stores steps in their order beside everything else, again and again until it is done. */
export function createStoring(options: StoringOptions): Storing {
  const { store, log, signal, onTrouble, backoff = { minMs: 500, maxMs: 30_000 } } = options;
  let queue: { steps: readonly StoredStep[]; onStored: () => void }[] = [];
  let isRunning = false;

  const next = () => {
    let count = 0;
    const later = queue.findIndex(({ steps }, index) => {
      count += steps.length;
      return index > 0 && count > MOST_AT_ONCE;
    });
    return queue.slice(0, later === -1 ? undefined : later);
  };

  const run = async () => {
    isRunning = true;
    while (queue.length > 0) {
      // What is stored now is kept in the queue until it is, so that it is counted.
      const now = next();
      const steps = now.flatMap((batch) => batch.steps);
      await retry(() => store(steps), {
        ...backoff,
        signal,
        onRetry(error, _attempt, waitMs) {
          log.warn(
            { err: error, steps: steps.length, waitMs },
            'steps could not be stored; it is tried again',
          );
          onTrouble(`steps of alerts are not stored: ${(error as Error).message}`);
        },
      });
      onTrouble(null);
      const kept = new Set(queue);
      const stored = now.filter((batch) => kept.has(batch));
      queue = queue.slice(stored.length);
      for (const { onStored } of stored) onStored();
    }
    isRunning = false;
  };

  return {
    add(steps, onStored) {
      queue.push({ steps, onStored });
      // It ends early when the service stops, and then for good.
      if (!isRunning) void run().catch(() => {});
    },
    drop() {
      queue = [];
    },
    waiting: () => queue.reduce((sum, { steps }) => sum + steps.length, 0),
  };
}
