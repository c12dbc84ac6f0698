import type { CrmEvent } from '@tallyboard/contracts/events';
import type { BadChannel } from './misbehave.js';

/** An endless stream of events, of which is taken what has happened by now. */
export interface Outlet {
  /** The next events that have arrived by `untilMs`; fewer than `most` when that is all of them. */
  take(untilMs: number, most: number): CrmEvent[];
  /** Whoever starts again after what was taken starts here, epoch ms: then nothing is missing. */
  resumeMs(): number;
}

/** `events` by `occurred_at`, passed through a channel that may misbehave. */
export function createOutlet(events: Iterable<CrmEvent>, channel: BadChannel): Outlet {
  const source = events[Symbol.iterator]();
  let arrived: CrmEvent[] = [];
  let head = source.next();
  return {
    take(untilMs, most) {
      while (arrived.length < most && !head.done && head.value.occurred_at <= untilMs) {
        arrived.push(...channel.pass(head.value));
        head = source.next();
      }
      const taken = arrived.slice(0, most);
      arrived = arrived.slice(most);
      return taken;
    },
    resumeMs() {
      // What has arrived and waits is as old as it gets; all of it goes with the next take.
      const waiting = arrived.reduce((oldest, event) => Math.min(oldest, event.occurred_at), Number.POSITIVE_INFINITY);
      const nextMs = head.done ? Number.POSITIVE_INFINITY : head.value.occurred_at;
      return Math.min(waiting, nextMs, channel.oldestUnderWayMs());
    },
  };
}
