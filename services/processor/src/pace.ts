/** When cells are restated: soon when the projector is live, late while it catches up. */
export interface Pace {
  /** The projector said whether it is caught up. */
  projector(caughtUp: boolean): void;
  /** A touched cell came in. */
  collected(): void;
  /** How long to wait for more before restating, in ms; 0: go. */
  hold(): number;
  /** A round has restated cells; without that, the next one need not wait. */
  restated(): void;
  /** How long to wait after a round that took `lastMs`. */
  pause(lastMs: number): number;
}

/** A projector that has said nothing for this long is not waited for. */
const SILENCE_MS = 3_000;
/** While the projector catches up, cells wait this long at most. */
const PATIENCE_MS = 20_000;
const HOLD_MS = 100;
/** Live, at least this long between restates, so that the busiest cells are not restated for every call. */
const LIVE_MS = 200;

export function createPace(now: () => number): Pace {
  let behindSince: number | null = null;
  let heardAt = Number.NEGATIVE_INFINITY;
  let firstCollected: number | null = null;
  let hasRestated = false;
  return {
    projector(caughtUp) {
      heardAt = now();
      if (caughtUp) behindSince = null;
      else behindSince ??= heardAt;
    },
    collected() {
      firstCollected ??= now();
    },
    hold() {
      const at = now();
      const waits =
        behindSince !== null &&
        at - heardAt < SILENCE_MS &&
        firstCollected !== null &&
        at - firstCollected < PATIENCE_MS;
      if (waits) return HOLD_MS;
      firstCollected = null;
      return 0;
    },
    restated() {
      hasRestated = true;
    },
    pause(lastMs) {
      const restedMs = hasRestated ? Math.max(LIVE_MS, lastMs) : 0;
      hasRestated = false;
      // Restating never takes more than half the time.
      return restedMs;
    },
  };
}
