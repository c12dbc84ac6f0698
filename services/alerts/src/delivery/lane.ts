import type { Notification } from '@tallyboard/alerting/alert';
import type { Backoff } from '@tallyboard/runtime/backoff';
import type { Logger } from '@tallyboard/runtime/logging';
import { retry } from '@tallyboard/runtime/retry';
import type { Receiver } from '../receivers/receiver.js';
import { Gather, type Gathered } from './gather.js';
import type { DeliveryMetrics, Fate } from './metrics.js';
import { orAborted } from './or-aborted.js';
import { type Outcome, type Prepare, reasonOf } from './outcome.js';
import { createSlots } from './slots.js';
import { wantedBy } from './wanted.js';

export interface LaneOptions {
  receiver: Receiver;
  prepare: Prepare;
  log: Logger;
  metrics: DeliveryMetrics;
  now: () => number;
  signal: AbortSignal;
  backoff: Backoff;
  /** Most notifications that are pending; more are given up at once. */
  bound: number;
  /** Told when one is given up. */
  onFailed(failed: Failed): void;
}

/** A notification that a receiver has not got yet; times in epoch ms. */
export interface Pending {
  tenant: string;
  receiver: string;
  notification: string;
  sinceMs: number;
  /** Null: it is held back, by quiet hours or to wait for others. */
  attempts: number | null;
  lastError: string | null;
  /** When it is tried again; null: it waits for its turn, or is on its way. */
  nextMs: number | null;
}

/** A notification that a receiver will not get; times in epoch ms. */
export interface Failed {
  tenant: string;
  receiver: string;
  notification: string;
  sinceMs: number;
  attempts: number;
  lastError: string;
}

interface Part {
  pending: Pending;
  giveUpAfterMs: number;
  settle(fate: Fate): void;
  /** The service stops: nobody knows what became of it. */
  abandon(reason: unknown): void;
}

/** The queue of one receiver. */
export interface Lane {
  readonly name: string;
  /** Resolves when the receiver has it, does not want it, or it was given up; rejects when the signal comes first. */
  send(notification: Notification, giveUpAfterMs: number): Promise<Fate>;
  pending(): Pending[];
}

/** How many attempts one receiver has to deal with at once. */
const AT_ONCE = 4;

/**
 * A queue of its own for a receiver. The notifications of an alert are handed over in their order, each after the one
 * before was taken or given up; those of different alerts do not wait for each other.
 */
export function createLane(options: LaneOptions): Lane {
  const { receiver, prepare, log, metrics, now, signal, backoff, bound, onFailed } = options;
  const pending = new Set<Part>();
  const slots = createSlots(AT_ONCE);
  /** Of each alert, the end of what was handed over last. */
  const tails = new Map<string, Promise<unknown>>();
  const gather = new Gather<Part>(receiver, (gathered) => void deliver(gathered), now);
  signal.addEventListener('abort', () => abandon(gather.stop()), { once: true });

  const abandon = (parts: readonly Part[]) => {
    for (const part of parts) {
      pending.delete(part);
      part.abandon(signal.reason);
    }
  };

  const settle = (parts: readonly Part[], fate: Fate, tookMs: number) => {
    for (const part of parts) {
      pending.delete(part);
      metrics.settled(receiver.name, fate, tookMs);
      part.settle(fate);
    }
  };

  const giveUp = (parts: readonly Part[], lastError: string, tookMs: number) => {
    for (const { pending: was } of parts) {
      const { tenant, notification, sinceMs } = was;
      const failed = {
        tenant,
        receiver: receiver.name,
        notification,
        sinceMs,
        attempts: was.attempts ?? 0,
        lastError,
      };
      log.warn(failed, 'a notification was given up');
      onFailed(failed);
    }
    settle(parts, 'failed', tookMs);
  };

  const deliver = async ({ notification, parts }: Gathered<Part>) => {
    const letGoMs = now();
    for (const part of parts) part.pending.attempts = 0;
    const alerts = new Set(notification.transitions.map(({ alert }) => alert));
    const before = Promise.all([...alerts].map((alert) => tails.get(alert)));
    const done = before.then(() => handOver(notification, parts, letGoMs));
    for (const alert of alerts) tails.set(alert, done);
    await done;
    for (const alert of alerts) if (tails.get(alert) === done) tails.delete(alert);
  };

  const handOver = async (notification: Notification, parts: readonly Part[], letGoMs: number) => {
    const giveUpMs = now() + Math.max(...parts.map(({ giveUpAfterMs }) => giveUpAfterMs));
    try {
      const attempt = prepare(notification, Math.max(...parts.map(({ pending: { sinceMs } }) => sinceMs)));
      const { reason } = await retry(() => slots(() => once(parts, () => attempt(signal))), {
        ...backoff,
        signal,
        leastWaitMs: (error) => (error instanceof NotYet ? (error.outcome.waitMs ?? 0) : 0),
        onRetry(error, _attempt, waitMs) {
          if (!(error instanceof NotYet)) throw error;
          if (now() + waitMs > giveUpMs) throw new GivenUp(error.outcome.reason);
          for (const part of parts) Object.assign(part.pending, { nextMs: now() + waitMs });
        },
      });
      if (reason === null) settle(parts, 'delivered', now() - letGoMs);
      else giveUp(parts, reason, now() - letGoMs);
    } catch (error) {
      if (signal.aborted) abandon(parts);
      else giveUp(parts, error instanceof GivenUp ? error.message : reasonOf(error), now() - letGoMs);
    }
  };

  /** One attempt; throws when another may succeed. The reason is null when it was taken. */
  const once = async (parts: readonly Part[], attempt: () => Promise<Outcome>) => {
    signal.throwIfAborted();
    for (const part of parts)
      Object.assign(part.pending, { attempts: (part.pending.attempts ?? 0) + 1, nextMs: null });
    const outcome = await orAborted(attempt(), signal);
    metrics.attempted(receiver.name, outcome.kind);
    if (outcome.kind === 'taken') return { reason: null };
    for (const part of parts) part.pending.lastError = outcome.reason;
    if (outcome.kind === 'final') return { reason: outcome.reason };
    throw new NotYet(outcome);
  };

  return {
    name: receiver.name,
    send(whole, giveUpAfterMs) {
      const notification = wantedBy(receiver, whole);
      return new Promise<Fate>((resolve, reject) => {
        const sinceMs = now();
        const part: Part = {
          pending: {
            tenant: whole.tenant,
            receiver: receiver.name,
            notification: whole.id,
            sinceMs,
            attempts: null,
            lastError: null,
            nextMs: null,
          },
          giveUpAfterMs,
          settle: resolve,
          abandon: reject,
        };
        if (signal.aborted) reject(signal.reason);
        else if (!notification) settle([part], 'unwanted', 0);
        else if (pending.size >= bound)
          giveUp([part], `${bound} others are pending, and more are not kept`, 0);
        else {
          pending.add(part);
          gather.add(notification, part);
        }
      });
    },
    pending: () => [...pending].map((part) => ({ ...part.pending })),
  };
}

class NotYet extends Error {
  constructor(readonly outcome: Extract<Outcome, { kind: 'again' }>) {
    super(outcome.reason);
  }
}

/** It was tried for as long as is worth it; the message is what was wrong last. */
class GivenUp extends Error {}
