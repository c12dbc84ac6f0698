import type { Freshness } from './wire.js';

/** Whether the numbers on the wall can be taken for the present. */
export type Link =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'behind'; lagMs: number | null }
  | { kind: 'offline'; silentMs: number };

/** What has been heard of the server. Instants are monotonic ms (`performance.now()`), so a changed clock is harmless. */
export interface Hearing {
  startedMs: number;
  /** The last freshness event. */
  heardMs: number | null;
  /** Set by an error of the stream, cleared by the next freshness event. */
  troubleMs: number | null;
  freshness: Freshness | null;
}

/** The server speaks every second; two and a half without a word is a lost connection, not jitter. */
export const SILENCE_MS = 2500;

/** The state of the link at `nowMs`. An error shows at once; silence shows after `SILENCE_MS`. */
export function linkOf(hearing: Hearing, nowMs: number): Link {
  const { heardMs, troubleMs, freshness, startedMs } = hearing;
  const silentMs = nowMs - (heardMs ?? startedMs);
  if (troubleMs !== null || silentMs > SILENCE_MS) return { kind: 'offline', silentMs };
  if (heardMs === null || !freshness) return { kind: 'connecting' };
  return freshness.live ? { kind: 'live' } : { kind: 'behind', lagMs: freshness.lag_ms };
}

/** Two clocks read at one moment. */
export interface Moment {
  /** `performance.now()`, which stands still while the machine sleeps. */
  monotonicMs: number;
  /** `Date.now()` */
  wallMs: number;
}

/** Whether the machine slept in between: what was heard before is then older than the monotonic clock says. */
export function hasSlept(before: Moment, after: Moment): boolean {
  return after.wallMs - before.wallMs - (after.monotonicMs - before.monotonicMs) > SILENCE_MS;
}
