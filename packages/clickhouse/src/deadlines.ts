import { Failure } from '@tallyboard/runtime/failure';

/** What is asked of ClickHouse, and how long it may take before it is given up. */
export interface Work {
  /** For people, and to tell one kind of work from another: `restating deal cells`. */
  what: string;
  withinMs: number;
  /** Told when the time is over. */
  onGivenUp?: () => void;
}

/**
 * Work of a kind that was given up gets more time, up to so many times: a slow machine must get through in the end. Not
 * more, since a dead connection is waited for as long.
 */
const MOST_PATIENCE = 3;

export type Deadlines = <T>(
  work: Work,
  signal: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

/** An answer that never comes is an error, whichever side hangs; what is asked next goes over another connection. */
export function createDeadlines(url: string): Deadlines {
  /** Per kind of work that was given up last time. */
  const patience = new Map<string, number>();
  return async ({ what, withinMs, onGivenUp }, signal, run) => {
    const kind = what.replace(/\d+/g, '');
    const times = patience.get(kind) ?? 1;
    const limitMs = withinMs * times;
    const ending = new AbortController();
    const pass = () => ending.abort(signal?.reason);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      ending.abort();
    }, limitMs);
    signal?.addEventListener('abort', pass, { once: true });
    if (signal?.aborted) pass();
    try {
      const result = await run(ending.signal);
      patience.delete(kind);
      return result;
    } catch (error) {
      if (!isLate) throw error;
      patience.set(kind, Math.min(times + 1, MOST_PATIENCE));
      onGivenUp?.();
      throw new Failure(
        `ClickHouse at ${url} has not answered within ${Math.round(limitMs / 1_000)} s (${what}): it hangs, or the connection to it is dead.`,
        { cause: error },
      );
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', pass);
    }
  };
}
