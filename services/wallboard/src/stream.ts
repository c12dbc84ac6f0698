import { type Freshness, type Result, readFreshness, readRefusal, readResult } from './wire.js';

export interface StreamListener {
  onResult(q: string, result: Result): void;
  /** The server will not answer a tile's query, and says why. */
  onRefused(q: string, sentence: string): void;
  onFreshness(freshness: Freshness): void;
  /** The connection failed. The browser tries again by itself unless the server refused; either way say so. */
  onTrouble(): void;
}

export interface Stream {
  close(): void;
}

/** One EventSource of the query service. The browser resumes it with Last-Event-ID while it lives. */
export function openStream(url: string, listener: StreamListener): Stream {
  const source = new EventSource(url);
  source.addEventListener('result', (event: MessageEvent<string>) => {
    const pushed = readResult(event.data);
    if (pushed) listener.onResult(pushed.q, pushed.result);
  });
  source.addEventListener('refused', (event: MessageEvent<string>) => {
    const refused = readRefusal(event.data);
    if (refused) listener.onRefused(refused.q, refused.sentence);
  });
  source.addEventListener('freshness', (event: MessageEvent<string>) => {
    const freshness = readFreshness(event.data);
    if (freshness) listener.onFreshness(freshness);
  });
  source.addEventListener('error', () => listener.onTrouble());
  return { close: () => source.close() };
}
