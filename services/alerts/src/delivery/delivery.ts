import type { Notification } from '@tallyboard/alerting/alert';
import type { Backoff } from '@tallyboard/runtime/backoff';
import type { Logger } from '@tallyboard/runtime/logging';
import type { Registry } from 'prom-client';
import type { Receivers } from '../receivers/receiver.js';
import { channelTo, type Produce } from './channels.js';
import { createLane, type Failed, type Lane, type Pending } from './lane.js';
import { deliveryMetrics, type Fate } from './metrics.js';
import { type Resolve, resolveBySystem } from './pinned.js';
import { isAboutAlerts } from './wanted.js';

export interface DeliveryOptions {
  receivers: Receivers;
  log: Logger;
  registry: Registry;
  now: () => number;
  /** Ends everything that is under way. */
  signal: AbortSignal;
  produce: Produce;
  resolve?: Resolve;
  backoff?: Backoff;
  /** How long a notification is tried. */
  giveUpAfterMs?: number;
  /** Most notifications that are pending for one receiver. */
  bound?: number;
}

export interface DeliverOptions {
  /** Names of receivers; left out: all of the file that are for its tenant. */
  to?: readonly string[];
  /** Instead of that of the delivery. */
  giveUpAfterMs?: number;
}

export interface Delivered {
  receiver: string;
  fate: Fate;
}

export interface Delivery {
  /**
   * Sends a notification to its receivers. Resolves when each has it, does not want it, or was given up; rejects with
   * the reason of the signal, or of `drop`, when that came first: then it has to be sent again, under the same id. What
   * is pending or was delivered lately under its id is not sent beside it.
   */
  deliver(notification: Notification, options?: DeliverOptions): Promise<Delivered[]>;
  pending(): Pending[];
  /** What was given up since the start, latest last; the oldest are forgotten. */
  failed(): Failed[];
  /** Ends what is pending about alerts, because somebody else will tell it. */
  drop(reason: Error): void;
}

const DAY_MS = 86_400_000;
const MOST_FAILED = 1_000;
/** For all of an attempt. */
const TIMEOUT_MS = 10_000;

export function createDelivery(options: DeliveryOptions): Delivery {
  const { receivers, log, registry, now, signal, produce, resolve = resolveBySystem } = options;
  const { backoff = { minMs: 1_000, maxMs: 300_000 }, giveUpAfterMs = DAY_MS, bound = 10_000 } = options;
  const failed: Failed[] = [];
  const lanes = new Map<string, Lane>();
  const metrics = deliveryMetrics(registry, () =>
    [...lanes.values()].map((lane) => [lane.name, lane.pending().length] as const),
  );
  const onFailed = (one: Failed) => {
    failed.push(one);
    if (failed.length > MOST_FAILED) failed.shift();
  };
  const { heartbeat } = receivers;
  for (const receiver of [...receivers.receivers, ...(heartbeat ? [heartbeat.receiver] : [])]) {
    if (lanes.has(receiver.name)) continue;
    const prepare = channelTo(receiver, { produce, resolve, now, timeoutMs: TIMEOUT_MS });
    lanes.set(
      receiver.name,
      createLane({ receiver, prepare, log, metrics, now, signal, backoff, bound, onFailed }),
    );
  }
  return {
    deliver(notification, { to, giveUpAfterMs: own = giveUpAfterMs } = {}) {
      const all = receivers.receivers
        .filter(({ tenants }) => tenants?.has(notification.tenant) ?? true)
        .map(({ name }) => name);
      return Promise.all(
        [...new Set(to ?? all)].map(async (receiver): Promise<Delivered> => {
          const lane = lanes.get(receiver);
          if (lane && (!isAboutAlerts(notification) || all.includes(receiver)))
            return { receiver, fate: await lane.send(notification, own) };
          const lastError = 'there is no such receiver';
          const { tenant, id } = notification;
          const one = { tenant, receiver, notification: id, sinceMs: now(), attempts: 0, lastError };
          log.warn(one, 'a notification was given up');
          onFailed(one);
          metrics.settled(receiver, 'failed', 0);
          return { receiver, fate: 'failed' };
        }),
      );
    },
    pending: () => [...lanes.values()].flatMap((lane) => lane.pending()),
    failed: () => [...failed],
    drop(reason) {
      for (const lane of lanes.values()) lane.drop(reason);
    },
  };
}
