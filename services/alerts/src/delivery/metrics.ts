import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What became of a notification at a receiver. */
export type Fate = 'delivered' | 'failed' | 'unwanted';

/** What delivery counts of itself, always by receiver. */
export interface DeliveryMetrics {
  attempted(receiver: string, result: 'taken' | 'again' | 'final'): void;
  /** `tookMs` since it was handed in or, if it was held back, let go. */
  settled(receiver: string, fate: Fate, tookMs: number): void;
}

export function deliveryMetrics(
  registry: Registry,
  pendingOf: () => Iterable<readonly [receiver: string, pending: number]>,
): DeliveryMetrics {
  const registers = [registry];
  const attempts = new Counter({
    name: 'tally_alerts_attempts_total',
    help: 'Attempts to hand a notification to a receiver, by what came of them',
    labelNames: ['receiver', 'result'],
    registers,
  });
  const notifications = new Counter({
    name: 'tally_alerts_notifications_total',
    help: 'Notifications that a receiver has, that were given up, and that it does not want',
    labelNames: ['receiver', 'outcome'],
    registers,
  });
  const took = new Histogram({
    name: 'tally_alerts_delivery_seconds',
    help: 'Time until a receiver had a notification, without what quiet hours and grouping held it back',
    labelNames: ['receiver'],
    buckets: [0.03, 0.1, 0.3, 1, 3, 10, 60, 600, 3_600, 86_400],
    registers,
  });
  new Gauge({
    name: 'tally_alerts_pending_notifications',
    help: 'Notifications that are held back, on their way or tried again',
    labelNames: ['receiver'],
    registers,
    collect() {
      for (const [receiver, pending] of pendingOf()) this.set({ receiver }, pending);
    },
  });
  return {
    attempted: (receiver, result) => attempts.inc({ receiver, result }),
    settled(receiver, outcome, tookMs) {
      notifications.inc({ receiver, outcome });
      if (outcome === 'delivered') took.observe({ receiver }, tookMs / 1_000);
    },
  };
}
