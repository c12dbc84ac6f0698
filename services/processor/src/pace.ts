/** When cells are restated: soon when the projector is live, late while it catches up. */
export interface Pace {
  /** The projector said whether it is caught up. */
  projector(caughtUp: boolean): void;
  /** A touched cell came in. */
  collected(): void;
  /** How long to wait for more before restating, in ms; 0: go. */
  hold(): number;
  /** How long a fact rests after a restate that took `lastMs`. */
  rest(lastMs: number): number;
}

/** A projector that has said nothing for this long is not waited for. */
const SILENCE_MS = 3_000;
/** While the projector catches up, cells wait this long at most: in a backlog each round restates nearly all of them. */
const PATIENCE_MS = 60_000;
const HOLD_MS = 100;
/** Live, at least this long between restates of a fact, so that the busiest cells are not restated for every call. */
const LIVE_MS = 150;
/** A fact restates for less than half the time; the costlier it is, the longer it rests. */
const REST_FACTOR = 1.5;

export function createPace(now: () => number): Pace {
  let isBehind = false;
  let heardAt = Number.NEGATIVE_INFINITY;
  let firstCollected: number | null = null;
  return {
    projector(caughtUp) {
      heardAt = now();
      isBehind = !caughtUp;
    },
    collected() {
      firstCollected ??= now();
    },
    hold() {
      const at = now();
      const waits =
        isBehind && at - heardAt < SILENCE_MS && firstCollected !== null && at - firstCollected < PATIENCE_MS;
      if (waits) return HOLD_MS;
      firstCollected = null;
      return 0;
    },
    rest: (lastMs) => Math.max(LIVE_MS, REST_FACTOR * lastMs),
  };
}
