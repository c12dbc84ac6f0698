import { setMaxListeners } from 'node:events';
import type { Notification } from '@tallyboard/alerting/alert';
import type { Backoff } from '@tallyboard/runtime/backoff';
import type { Logger } from '@tallyboard/runtime/logging';
import { retry } from '@tallyboard/runtime/retry';
import type { Receiver } from '../receivers/receiver.js';
import { Gather, type Gathered } from './gather.js';
import type { DeliveryMetrics, Fate } from './metrics.js';
import { Newest } from './newest.js';
import { orAborted } from './or-aborted.js';
import { type Attempt, type Outcome, type Prepare, reasonOf } from './outcome.js';
import { createSlots } from './slots.js';
import { isAboutAlerts, wantedBy } from './wanted.js';

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
  kind: Notification['kind'];
  sinceMs: number;
  /** Since when it is on its way; null: it is held back. */
  letGoMs: number | null;
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
  key: string;
  pending: Pending;
  /** What it comes to, for all who sent it. */
  fate: Promise<Fate>;
  giveUpAfterMs: number;
  settle(fate: Fate): void;
  /** The service stops, or another tells it: nobody knows what became of it. */
  abandon(reason: unknown): void;
}

/** The queue of one receiver. */
export interface Lane {
  readonly name: string;
  /**
   * Resolves when the receiver has it, does not want it, or it was given up; rejects when the signal comes first, or
   * `drop`. What is pending under its id, or was delivered lately, is not sent beside it.
   */
  send(notification: Notification, giveUpAfterMs: number): Promise<Fate>;
  pending(): Pending[];
  /** Ends at once what is pending about alerts. */
  drop(reason: Error): void;
}

/** So many of what was delivered are remembered. */
const MOST_DELIVERED = 10_000;
/** How many attempts one receiver has to deal with at once. */
const AT_ONCE = 4;
/** How many messages about alerts may be under way, those included that are tried again later; others wait and go together. */
const MOST_UNDER_WAY = 16;

/**
 * A queue of its own for a receiver. The notifications of an alert are handed over in their order, each after the one
 * before was taken or given up; those of different alerts do not wait for each other.
 */
export function createLane(options: LaneOptions): Lane {
  const { receiver, prepare, log, metrics, now, signal, backoff, bound, onFailed } = options;
  const pending = new Map<string, Part>();
  const delivered = new Newest<string>(MOST_DELIVERED);
  const slots = createSlots(AT_ONCE);
  /** Of each alert, the end of what was handed over last. */
  const tails = new Map<string, Promise<unknown>>();
  let underWay = 0;
  const gather = new Gather<Part>(
    receiver,
    (gathered) => void deliver(gathered),
    now,
    () => underWay < MOST_UNDER_WAY,
  );
  let untilDropped = roundUnder(signal);
  signal.addEventListener('abort', () => abandon(gather.stop(), signal.reason), { once: true });

  const leave = (part: Part) => {
    if (pending.get(part.key) === part) pending.delete(part.key);
  };

  const abandon = (parts: readonly Part[], reason: unknown) => {
    for (const part of parts) {
      leave(part);
      part.abandon(reason);
    }
  };

  const settle = (parts: readonly Part[], fate: Fate, tookMs: number) => {
    for (const part of parts) {
      leave(part);
      if (fate === 'delivered' && isAboutAlerts(part.pending)) delivered.add(part.key);
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
    for (const part of parts) Object.assign(part.pending, { attempts: 0, letGoMs });
    const isAlerts = isAboutAlerts(notification);
    const ending = isAlerts ? untilDropped.signal : signal;
    underWay += Number(isAlerts);
    const alerts = new Set(notification.transitions.map(({ alert }) => alert));
    const before = Promise.all([...alerts].map((alert) => tails.get(alert)));
    const done = before.then(() => handOver(notification, parts, letGoMs, ending));
    for (const alert of alerts) tails.set(alert, done);
    await done;
    for (const alert of alerts) if (tails.get(alert) === done) tails.delete(alert);
    underWay -= Number(isAlerts);
    if (!signal.aborted) gather.run();
  };

  const handOver = async (
    notification: Notification,
    parts: readonly Part[],
    letGoMs: number,
    ending: AbortSignal,
  ) => {
    const giveUpMs = now() + Math.max(...parts.map(({ giveUpAfterMs }) => giveUpAfterMs));
    try {
      const attempt = prepare(notification, Math.max(...parts.map(({ pending: { sinceMs } }) => sinceMs)));
      const { reason } = await retry(() => slots(() => once(parts, attempt, ending)), {
        ...backoff,
        signal: ending,
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
      if (ending.aborted) abandon(parts, ending.reason);
      else giveUp(parts, error instanceof GivenUp ? error.message : reasonOf(error), now() - letGoMs);
    }
  };

  /** One attempt; throws when another may succeed. The reason is null when it was taken. */
  const once = async (parts: readonly Part[], attempt: Attempt, ending: AbortSignal) => {
    ending.throwIfAborted();
    for (const part of parts)
      Object.assign(part.pending, { attempts: (part.pending.attempts ?? 0) + 1, nextMs: null });
    const outcome = await orAborted(attempt(ending), ending);
    metrics.attempted(receiver.name, outcome.kind);
    if (outcome.kind === 'taken') return { reason: null };
    for (const part of parts) part.pending.lastError = outcome.reason;
    if (outcome.kind === 'final') return { reason: outcome.reason };
    throw new NotYet(outcome);
  };

  return {
    name: receiver.name,
    send(whole, giveUpAfterMs) {
      const key = JSON.stringify([whole.tenant, whole.kind, whole.id]);
      if (signal.aborted) return Promise.reject(signal.reason);
      if (delivered.has(key)) return Promise.resolve('delivered');
      const same = pending.get(key);
      if (same) return same.fate;
      const notification = wantedBy(receiver, whole);
      const part = partOf(receiver.name, whole, { key, sinceMs: now(), giveUpAfterMs });
      if (!notification) settle([part], 'unwanted', 0);
      else if (pending.size >= bound) giveUp([part], `${bound} others are pending, and more are not kept`, 0);
      else {
        pending.set(key, part);
        gather.add(notification, part);
      }
      return part.fate;
    },
    pending: () => [...pending.values()].map((part) => ({ ...part.pending })),
    drop(reason) {
      untilDropped.abort(reason);
      untilDropped = roundUnder(signal);
      gather.stop();
      abandon(
        [...pending.values()].filter((part) => isAboutAlerts(part.pending)),
        reason,
      );
    },
  };
}

function partOf(
  receiver: string,
  { tenant, id, kind }: Notification,
  { key, sinceMs, giveUpAfterMs }: Pick<Part, 'key' | 'giveUpAfterMs'> & { sinceMs: number },
): Part {
  let settle: Part['settle'] = () => {};
  let abandon: Part['abandon'] = () => {};
  const fate = new Promise<Fate>((resolve, reject) => {
    settle = resolve;
    abandon = reject;
  });
  const waits = { letGoMs: null, attempts: null, lastError: null, nextMs: null };
  const pending = { tenant, receiver, notification: id, kind, sinceMs, ...waits };
  return { key, pending, fate, giveUpAfterMs, settle, abandon };
}

/** Ends with the signal, or before it by `abort`. */
function roundUnder(signal: AbortSignal): { signal: AbortSignal; abort(reason: Error): void } {
  const own = new AbortController();
  const either = AbortSignal.any([signal, own.signal]);
  // Each of many attempts listens to it.
  setMaxListeners(0, either);
  return { signal: either, abort: (reason) => own.abort(reason) };
}

class NotYet extends Error {
  constructor(readonly outcome: Extract<Outcome, { kind: 'again' }>) {
    super(outcome.reason);
  }
}

/** It was tried for as long as is worth it; the message is what was wrong last. */
class GivenUp extends Error {}
