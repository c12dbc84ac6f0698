import { ask } from './ask.js';

/** What is asked for again and again and not pushed, because it changes with the clock. */
export interface Polled<T> {
  /** What was answered last; null: nothing yet. `lostMs`: the last request came to nothing, and so it was at these epoch ms. */
  told(): { value: T | null; lostMs: number | null };
  /** Calls `listener` after each change; returns what ends it. */
  subscribe(listener: () => void): () => void;
}

/** Asks every so often; `read`: the body of an answer, null when it is not one. `url`: null while it is not known. */
export function startPolling<T>(
  url: () => string | null,
  everyMs: number,
  read: (body: unknown) => T | null,
): Polled<T> {
  let told: ReturnType<Polled<T>['told']> = { value: null, lostMs: null };
  let heardMs = Date.now();
  const listeners = new Set<() => void>();
  const look = async () => {
    const where = url();
    if (where === null) return void setTimeout(look, Math.min(everyMs, UNTIL_KNOWN_MS));
    const answer = await ask(where);
    const value = answer.kind === 'answer' ? read(answer.body) : null;
    if (value !== null) heardMs = Date.now();
    told = value !== null ? { value, lostMs: null } : { ...told, lostMs: heardMs };
    for (const listener of listeners) listener();
    setTimeout(look, everyMs);
  };
  void look();
  return {
    told: () => told,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const UNTIL_KNOWN_MS = 500;
