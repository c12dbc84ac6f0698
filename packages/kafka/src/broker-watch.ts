import { repeat } from '@tallyboard/runtime/repeat';

export interface BrokerWatchOptions {
  /** Asks Kafka something small. */
  ask(): Promise<unknown>;
  /** Whether it answers, with the reason; every second. */
  onState(ok: boolean, detail?: string): void;
  monotonicMs?: () => number;
}

const EVERY_MS = 1_000;
/** Less than the 10 s within which health has to tell, and more than a moment. */
const PATIENCE_MS = 8_000;

/** Looks every second whether Kafka answers, also while nothing else is asked of it. */
export function watchBroker(options: BrokerWatchOptions): { stop(): Promise<void> } {
  const { ask, onState, monotonicMs = () => performance.now() } = options;
  let answeredMs = monotonicMs();
  let reason = 'no answer';
  const asking = repeat(
    EVERY_MS,
    async () => {
      await ask();
      answeredMs = monotonicMs();
      reason = 'no answer';
    },
    (error) => (reason = (error as Error).message),
  );
  const telling = setInterval(() => {
    const sinceMs = monotonicMs() - answeredMs;
    if (sinceMs < PATIENCE_MS) onState(true);
    else onState(false, `Kafka has not answered for ${Math.round(sinceMs / 1_000)} s: ${reason}`);
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(telling);
      await asking.stop();
    },
  };
}
