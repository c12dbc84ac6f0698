import { createHash } from 'node:crypto';
import type { Notification } from '@tallyboard/alerting/alert';
import type { Receiver } from '../receivers/receiver.js';
import { dueMs } from './wanted.js';

/** Notifications that go to a receiver as one. */
export interface Gathered<T> {
  notification: Notification;
  parts: readonly T[];
}

interface Held<T> {
  dueMs: number;
  parts: { notification: Notification; of: T }[];
}

/**
 * Holds notifications back while a receiver is quiet and while it waits for others that go in the same message: those
 * of one rule, or all. Whatever needs not wait takes along what was held of its kind, so that nothing overtakes.
 */
export class Gather<T> {
  readonly #held = new Map<string, Held<T>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly receiver: Receiver,
    private readonly release: (gathered: Gathered<T>) => void,
    private readonly now: () => number,
  ) {}

  add(notification: Notification, of: T): void {
    const key = this.#keyOf(notification);
    const due = dueMs(this.receiver, notification, this.now());
    const held = this.#held.get(key) ?? { dueMs: Number.POSITIVE_INFINITY, parts: [] };
    held.parts.push({ notification, of });
    held.dueMs = Math.min(held.dueMs, due);
    this.#held.set(key, held);
    this.#run();
  }

  /** Lets nothing go any more; returns what was held. */
  stop(): T[] {
    clearTimeout(this.#timer);
    const left = [...this.#held.values()].flatMap(({ parts }) => parts.map(({ of }) => of));
    this.#held.clear();
    return left;
  }

  #run(): void {
    clearTimeout(this.#timer);
    const now = this.now();
    for (const [key, { dueMs: due, parts }] of this.#held) {
      if (due > now) continue;
      this.#held.delete(key);
      this.release({
        notification: merged(parts.map(({ notification }) => notification)),
        parts: parts.map(({ of }) => of),
      });
    }
    if (this.#held.size === 0) return;
    const next = Math.min(...[...this.#held.values()].map((held) => held.dueMs));
    // Not longer than this, because clocks are put right and machines sleep.
    this.#timer = setTimeout(() => this.#run(), Math.min(next - now, LONGEST_WAIT_MS));
  }

  #keyOf({ tenant, kind, id, transitions }: Notification): string {
    if (kind !== 'alert' && kind !== 'escalation') return `${kind} ${id}`;
    const rule = this.receiver.groupBy === 'rule' ? (transitions[0]?.rule ?? '') : '';
    return JSON.stringify([tenant, kind, rule]);
  }
}

const LONGEST_WAIT_MS = 60_000;

/** One of several; its id follows from theirs. */
function merged(notifications: readonly Notification[]): Notification {
  const [first] = notifications;
  if (notifications.length === 1) return first!;
  const transitions = new Map(
    notifications.flatMap(({ transitions }) => transitions.map((transition) => [transition.id, transition])),
  );
  return {
    ...first!,
    id: createHash('sha256')
      .update(JSON.stringify(notifications.map(({ id }) => id)))
      .digest('hex')
      .slice(0, 32),
    transitions: [...transitions.values()],
    links: Object.assign({}, ...notifications.map(({ links }) => links)),
  };
}
