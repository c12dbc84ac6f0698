import type { CrmEvent } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import { correctionOf, deletionOf, restorationOf } from './corrections.js';
import { Heap } from './heap.js';
import { DAY_MS, MINUTE_MS } from './local-day.js';

/** How badly a source behaves: the share, from 0 to 1, of the events to which it happens. */
export interface Misbehaviour {
  /** Sent again, unchanged. */
  duplicates: number;
  /** Sent long after it happened. */
  late: number;
  /** Overtaken by events of the next minutes. */
  outOfOrder: number;
  /** Of the events that can be corrected: something was wrong, and is amended later. */
  corrections: number;
  /** Of the calls, deals and tickets: it never was, which is told later. One in five comes back after all. */
  deletions: number;
}

export const GOOD: Misbehaviour = { duplicates: 0, late: 0, outOfOrder: 0, corrections: 0, deletions: 0 };
/** About what real sources do on a bad day. */
export const USUAL: Misbehaviour = {
  duplicates: 0.02,
  late: 0.02,
  outOfOrder: 0.05,
  corrections: 0.03,
  deletions: 0.01,
};

/**
 * The same events, sent as a bad source sends them. Nothing is lost, and without rates nothing changes. What
 * happens to an event follows from the seed and its id alone, so parts of a stream misbehave as the whole.
 */
export function* misbehave(
  events: Iterable<CrmEvent>,
  rates: Partial<Misbehaviour>,
  seed: number,
): Iterable<CrmEvent> {
  const channel = createBadChannel({ ...GOOD, ...rates }, seed);
  for (const event of events) yield* channel.pass(event);
  yield* channel.rest();
}

/** A stream that misbehaves, event by event. */
export interface BadChannel {
  /** Takes the next event by time; gives what arrives up to then. */
  pass(event: CrmEvent): CrmEvent[];
  /** All that is still under way. */
  rest(): CrmEvent[];
  /** Whoever starts again sends from here, so that nothing under way is lost. Infinity when nothing is. */
  oldestUnderWayMs(): number;
}

/** `withinMs` bounds how late an event, its copy, its correction or its deletion can be: two days unless told. */
export function createBadChannel(rates: Misbehaviour, seed: number, withinMs = 2 * DAY_MS): BadChannel {
  const underWay = new Heap<{ event: CrmEvent; originMs: number }>();

  const send = (event: CrmEvent): void => {
    const random = new Random(seed, 'misbehave', event.source, event.event_id);
    const originMs = event.occurred_at;
    const soon = (least: number): number => Math.round(random.between(least, 1) ** 3 * withinMs);
    const add = (what: CrmEvent, arrivesAt: number) => underWay.add(arrivesAt, { event: what, originMs });

    let delayMs = 0;
    if (random.chance(rates.late)) delayMs = soon(0.3);
    else if (random.chance(rates.outOfOrder))
      delayMs = random.whole(1_000, Math.min(withinMs, 5 * MINUTE_MS));
    add(event, originMs + delayMs);
    if (random.chance(rates.duplicates)) add(event, originMs + delayMs + (random.chance(0.5) ? 0 : soon(0)));
    if (random.chance(rates.corrections)) {
      const correction = correctionOf(event, random, originMs + 1 + soon(0.1));
      if (correction) add(correction, correction.occurred_at);
    }
    if (random.chance(rates.deletions)) {
      const deletion = deletionOf(event, originMs + 1 + soon(0.1));
      if (!deletion) return;
      add(deletion, deletion.occurred_at);
      if (random.chance(0.2)) {
        const restored = restorationOf(event, deletion.occurred_at + 1 + soon(0.1));
        add(restored, restored.occurred_at);
      }
    }
  };
  const arrivedBy = (instantMs: number): CrmEvent[] => {
    const arrived: CrmEvent[] = [];
    while (underWay.size > 0 && underWay.leastKey <= instantMs) arrived.push(underWay.take()!.event);
    return arrived;
  };
  return {
    pass(event) {
      send(event);
      return arrivedBy(event.occurred_at);
    },
    rest: () => arrivedBy(Number.POSITIVE_INFINITY),
    oldestUnderWayMs() {
      let oldest = Number.POSITIVE_INFINITY;
      for (const { originMs } of underWay.values()) oldest = Math.min(oldest, originMs);
      return oldest;
    },
  };
}
