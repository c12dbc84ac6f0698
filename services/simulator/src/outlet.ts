import type { CrmEvent } from '@tallyboard/contracts/events';
import type { BadChannel } from './misbehave.js';

/** An endless stream of events, of which is taken what has happened by now. */
export interface Outlet {
  /**
   * The next events that have arrived by `untilMs`: fewer than `most` when that is all of them, a few more than
   * `most` when several arrive at once.
   */
  take(untilMs: number, most: number): CrmEvent[];
  /** Whoever starts again after what was taken starts here, epoch ms: then nothing is missing. */
  resumeMs(): number;
}

/** `events` by `occurred_at`, passed through a channel that may misbehave. */
export function createOutlet(events: Iterable<CrmEvent>, channel: BadChannel): Outlet {
  const source = events[Symbol.iterator]();
  let head = source.next();
  return {
    take(untilMs, most) {
      const taken: CrmEvent[] = [];
      while (taken.length < most && !head.done && head.value.occurred_at <= untilMs) {
        for (const arrived of channel.pass(head.value)) taken.push(arrived);
        head = source.next();
      }
      return taken;
    },
    resumeMs: () =>
      Math.min(head.done ? Number.POSITIVE_INFINITY : head.value.occurred_at, channel.oldestUnderWayMs()),
  };
}
