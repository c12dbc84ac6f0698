/** The broker's clock, as far as it can be known from here. */
export interface BrokerClock {
  /** The broker's clock showed `brokerMs` (epoch ms) at the latest now. */
  observe(brokerMs: number): void;
  /** What it shows now, or a little less; epoch ms. Null while it has not been heard of. */
  now(): number | null;
}

/** Observations are forgotten after this long, so that a clock that was set is followed. */
const KEEP_MS = 30_000;

/**
 * Every stamp that arrives is older than the broker's present by the way it took. So the largest distance between
 * stamps and our own monotonic clock is the closest one, and it never runs ahead. The clock on this machine's wall
 * plays no part. `monotonicMs`: performance.now, or a test's.
 */
export function createBrokerClock(monotonicMs: () => number = () => performance.now()): BrokerClock {
  /** Best distance of the present and of the previous period. */
  let best = Number.NEGATIVE_INFINITY;
  let before = Number.NEGATIVE_INFINITY;
  let sinceMs = Number.NEGATIVE_INFINITY;
  return {
    observe(brokerMs) {
      const nowMs = monotonicMs();
      if (nowMs - sinceMs > KEEP_MS) {
        before = best;
        best = Number.NEGATIVE_INFINITY;
        sinceMs = nowMs;
      }
      best = Math.max(best, brokerMs - nowMs);
    },
    now() {
      const distance = Math.max(best, before);
      return distance === Number.NEGATIVE_INFINITY ? null : Math.floor(monotonicMs() + distance);
    },
  };
}
