import { createHash } from 'node:crypto';
import type { StreamEvents } from '@tallyboard/api/query';
import type { CompleteTo } from '@tallyboard/pipeline/progress';
import { freshnessOf } from '../freshness/freshness.js';
import type { Ticking } from './hub.js';
import type { LiveQuery, Standing } from './live-query.js';
import { mayTouch } from './touches.js';
import type { UpdateLog } from './update-log.js';

/** Where a stream writes to. */
export interface Sink {
  /** False: nothing more is to be written until `drained` is called. */
  write(text: string): boolean;
  end(text: string): void;
  /** Bytes that were written and not taken by the client. */
  unread(): number;
}

export interface StreamOptions {
  /** The id of whom it is counted for. */
  client: string;
  queries: readonly LiveQuery[];
  updates: UpdateLog;
  sink: Sink;
  liveWithinMs: number;
  now(): number;
  /** Epoch ms by Kafka's clock. */
  kafkaNow(): number;
  /** False once the reader may no longer read. */
  isAllowed(): boolean;
  /** False once the tenant is on another shard. */
  isHere(): boolean;
  /** False once the client has left too much unread, in all its streams together. */
  hasRoom(): boolean;
  lastEventId: string | undefined;
  onEnd(): void;
}

/** A client that takes nothing for so long is dropped; it is told to come back. */
const STALLED_MS = 15_000;
export const RETRY_MS = 2_000;

/**
 * One SSE client. Of each query only the newest answer waits to be written, so a slow client costs one answer per
 * query at most and skips what it missed. Every event id is a cursor that all answers sent so far have reached.
 */
export class Stream implements Ticking {
  readonly #sent = new Map<LiveQuery, Standing>();
  readonly #waiting = new Set<LiveQuery>();
  readonly #unsubscribe: (() => void)[] = [];
  #isBlocked = false;
  #blockedSinceMs = 0;
  #isEnded = false;
  #saidFirst = false;

  constructor(private readonly options: StreamOptions) {}

  /** Sends what the client does not have and everything that changes from now on. */
  start(): void {
    const { queries, sink, client } = this.options;
    if (!sink.write(`retry: ${RETRY_MS}\n\n`)) this.#block();
    const has = this.#resumed();
    for (const query of queries) {
      this.#unsubscribe.push(query.subscribe(() => this.#changed(query), client));
      if (has.has(query)) this.#sent.set(query, query.standing);
      else {
        if (query.outcome) this.#waiting.add(query);
        query.need();
      }
    }
    this.#flush();
  }

  /** The socket takes more. */
  drained(): void {
    this.#isBlocked = false;
    this.#flush();
  }

  tick(): void {
    if (!this.#mayRead()) return;
    if (!this.#isBlocked) this.#sayFreshness();
    else if (this.options.now() - this.#blockedSinceMs >= STALLED_MS)
      this.#end('slow', 'you read too slowly');
  }

  get unreadBytes(): number {
    return this.options.sink.unread();
  }

  stop(): void {
    this.#end('restart', 'the service stops');
  }

  /** The client is gone, or is to be. */
  close(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.options.onEnd();
  }

  #end(code: string, why: string): void {
    if (this.#isEnded) return;
    this.close();
    this.options.sink.end(event('dropped', { code, message: `${why}; reconnect`, retry_ms: RETRY_MS }));
  }

  /** Asked before anything is said, so that who has lost the right to read hears nothing more, nor what is of yesterday. */
  #mayRead(): boolean {
    if (!this.options.isAllowed()) this.#end('key', 'your API key is no longer valid');
    else if (!this.options.isHere()) this.#end('restart', 'your numbers are somewhere else now');
    return !this.#isEnded;
  }

  #changed(query: LiveQuery): void {
    if (this.#sent.get(query)?.version === query.version) return;
    this.#waiting.add(query);
    this.#flush();
  }

  #flush(): void {
    if (this.#isEnded || !this.#mayRead()) return;
    for (const query of this.#waiting) {
      if (this.#isBlocked || this.#isEnded) return;
      this.#waiting.delete(query);
      this.#send(query);
    }
    if (!this.#saidFirst && !this.#isBlocked && this.#sent.size === this.options.queries.length) {
      this.#saidFirst = true;
      this.#sayFreshness();
    }
  }

  #send(query: LiveQuery): void {
    const { outcome, standing, q } = query;
    if (!outcome) return;
    if (!this.options.hasRoom()) {
      this.#end('slow', 'too much of what was sent to you has not been read');
      return;
    }
    this.#sent.set(query, standing);
    if ('refusal' in outcome) {
      this.#write(event('refused', { q, ...outcome.refusal.body }));
      return;
    }
    const freshness = JSON.stringify(this.#freshness(standing.completeTo));
    const result = `${outcome.json.slice(0, -1)},"freshness":${freshness}}`;
    this.#write(`${this.#idLine()}event: result\ndata: {"q":${JSON.stringify(q)},"result":${result}}\n\n`);
  }

  #sayFreshness(): void {
    let completeTo: CompleteTo =
      this.#sent.size === this.options.queries.length ? Number.POSITIVE_INFINITY : null;
    for (const query of this.#sent.keys()) {
      const own = this.#reached(query).completeTo;
      if (own === null || completeTo === null) completeTo = null;
      else completeTo = Math.min(completeTo, own);
    }
    // With the id, so that a client whose answers seldom change does not resume from a place long forgotten.
    this.#write(`${this.#idLine()}${event('freshness', this.#freshness(completeTo))}`);
  }

  #freshness(completeTo: CompleteTo) {
    return freshnessOf(completeTo, this.options.kafkaNow(), this.options.liveWithinMs);
  }

  /** Where the client stands with a query: with the newest answer if it has that, else with the one it was sent. */
  #reached(query: LiveQuery): Standing {
    const sent = this.#sent.get(query)!;
    const { standing } = query;
    return sent.version === standing.version ? standing : sent;
  }

  #idLine(): string {
    const cursor = this.#cursor();
    return cursor === null ? '' : `id: ${cursor}\n`;
  }

  #cursor(): string | null {
    const { queries, updates } = this.options;
    if (this.#sent.size < queries.length) return null;
    const reached = queries.map((query) => this.#reached(query));
    const cursor = updates.cursorAt(Math.min(...reached.map(({ place }) => place)));
    return cursor === null ? null : `${fingerprint(updates, queries, reached)}.${cursor}`;
  }

  /** The queries whose answers the client already has, by its Last-Event-ID. */
  #resumed(): Set<LiveQuery> {
    const { lastEventId, queries, updates } = this.options;
    const [print, cursor] = (lastEventId ?? '').split('.', 2);
    const missed = cursor === undefined ? null : updates.since(cursor);
    if (missed === null) return new Set();
    const present = queries.map((query) => query.standing);
    if (print !== fingerprint(updates, queries, present)) return new Set();
    const keeps = (query: LiveQuery) =>
      !query.isTimed && query.isSettled && !missed.some((update) => mayTouch(query.reach, update));
    return new Set(queries.filter(keeps));
  }

  #write(text: string): void {
    if (!this.options.sink.write(text)) this.#block();
  }

  #block(): void {
    this.#isBlocked = true;
    this.#blockedSinceMs = this.options.now();
  }
}

/** Of what was asked, of which log, and which spans it meant: a cursor resumes only the same questions. */
function fingerprint(log: UpdateLog, queries: readonly LiveQuery[], standings: readonly Standing[]): string {
  const hash = createHash('sha256').update(`${log.name}\n`);
  queries.forEach((query, index) => {
    hash.update(`${query.tenant}\n${query.q}\n${standings[index]!.stamp}\n`);
  });
  return hash.digest('base64url').slice(0, 12);
}

function event<K extends keyof StreamEvents>(name: K, data: StreamEvents[K]): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
