import { createHash } from 'node:crypto';
import type { Notification } from '@tallyboard/alerting/alert';
import type { Receiver } from '../receivers/receiver.js';
import { dueMs, isAboutAlerts } from './wanted.js';

/** Notifications that go to a receiver as one. */
export interface Gathered<T> {
  notification: Notification;
  parts: readonly T[];
}

interface Held<T> {
  dueMs: number;
  /** It is about alerts, and waits for room. */
  waits: boolean;
  parts: { notification: Notification; of: T }[];
}

/** So many go in one message, so that none is larger than receivers take. */
const MOST_TOGETHER = 100;

/**
 * Holds notifications back while a receiver is quiet, while it waits for others that go in the same message (those of one
 * rule, or all), and while there is no room for another message: of a thousand that fire at once the first few go alone
 * and the rest together. Whatever needs not wait takes along what was held of its kind, so that nothing overtakes.
 */
export class Gather<T> {
  readonly #held = new Map<string, Held<T>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly receiver: Receiver,
    private readonly release: (gathered: Gathered<T>) => void,
    private readonly now: () => number,
    /** Whether another message may be under way. */
    private readonly hasRoom: () => boolean = () => true,
  ) {}

  add(notification: Notification, of: T): void {
    const key = this.#keyOf(notification);
    const due = dueMs(this.receiver, notification, this.now());
    const held = this.#held.get(key) ?? {
      dueMs: Number.POSITIVE_INFINITY,
      waits: isAboutAlerts(notification),
      parts: [],
    };
    held.parts.push({ notification, of });
    held.dueMs = Math.min(held.dueMs, due);
    this.#held.set(key, held);
    this.run();
  }

  /** Lets nothing go any more; returns what was held. */
  stop(): T[] {
    clearTimeout(this.#timer);
    const left = [...this.#held.values()].flatMap(({ parts }) => parts.map(({ of }) => of));
    this.#held.clear();
    return left;
  }

  /** Lets go what is due, as far as there is room: one message of each kind after the other. */
  run(): void {
    clearTimeout(this.#timer);
    const now = this.now();
    for (let isDone = false; !isDone; ) {
      isDone = true;
      for (const [key, { dueMs: due, waits, parts }] of [...this.#held]) {
        if (due > now || (waits && !this.hasRoom())) continue;
        isDone = false;
        const some = parts.splice(0, MOST_TOGETHER);
        if (parts.length === 0) this.#held.delete(key);
        this.release({
          notification: merged(some.map(({ notification }) => notification)),
          parts: some.map(({ of }) => of),
        });
      }
    }
    const later = [...this.#held.values()].filter((held) => held.dueMs > now);
    if (later.length === 0) return;
    const next = Math.min(...later.map((held) => held.dueMs));
    // Not longer than this, because clocks are put right and machines sleep.
    this.#timer = setTimeout(() => this.run(), Math.min(next - now, LONGEST_WAIT_MS));
  }

  #keyOf({ tenant, kind, id, transitions }: Notification): string {
    if (!isAboutAlerts({ kind })) return `${kind} ${id}`;
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
