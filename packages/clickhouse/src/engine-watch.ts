import { repeat } from '@tallyboard/runtime/repeat';
import type { ClickHouse, Work } from './client.js';

export interface EngineWatch {
  /** It has just answered, and everything here has begun again since it was started last. */
  isSteady(): boolean;
  /** How long it has been up at the least, in seconds; 0 while that is not known. */
  upS(): number;
  stop(): Promise<void>;
}

export interface EngineWatchOptions {
  /** Asked for its uptime, in whole seconds. */
  uptimeS(): Promise<number>;
  /** It was started anew, maybe with older data or none: makes tables and goes back. Tried again until it succeeds. */
  onRestart(): Promise<void>;
  /** Whether it answers, with the reason. */
  onState(ok: boolean, detail?: string): void;
  monotonicMs?: () => number;
  everyMs?: number;
}

const EVERY_MS = 1_000;
/** What was seen longer ago than this says nothing of the present. */
export const SEEN_WITHIN_MS = 2_500;

/** Looks every second whether ClickHouse is still the process that it was. */
export function watchEngine(options: EngineWatchOptions): EngineWatch {
  const { monotonicMs = () => performance.now(), everyMs = EVERY_MS } = options;
  let seen: { upS: number; atMs: number } | null = null;
  let isSteady = false;
  let mustBegin = false;

  const leastUpS = () => (seen ? Math.floor(seen.upS + (monotonicMs() - seen.atMs) / 1_000) : 0);
  const look = async (): Promise<void> => {
    try {
      // Taken before the question: it is up at least as long as it was, and as long as passed in between.
      const least = leastUpS();
      const upS = await options.uptimeS();
      if (upS < least) {
        mustBegin = true;
        isSteady = false;
      }
      seen = { upS, atMs: monotonicMs() };
      if (mustBegin) await options.onRestart();
      mustBegin = false;
      isSteady = true;
      options.onState(true);
    } catch (error) {
      isSteady = false;
      options.onState(false, (error as Error).message);
    }
  };
  const looking = repeat(everyMs, look, () => {});
  const isRecent = () => seen !== null && monotonicMs() - seen.atMs < SEEN_WITHIN_MS;
  return { isSteady: () => isSteady && isRecent(), upS: leastUpS, stop: () => looking.stop() };
}

/** In a ClickHouse that was wiped the database of this product is missing, and who asks in that gets no answer at all. */
export const ALWAYS_THERE = 'default';

const PROBING: Work = { what: 'asking for its uptime', withinMs: 5_000 };

/** `clickhouse`: in a database that is always there. */
export async function uptimeOf(clickhouse: ClickHouse): Promise<number> {
  const [row] = await clickhouse.rows<{ up: number }>('SELECT uptime() AS up', undefined, undefined, PROBING);
  return row!.up;
}
