import { setTimeout as sleep } from 'node:timers/promises';
import { type Backoff, backoffMs } from './backoff.js';

/** What the ingest service, or whoever is at its address, answered. */
export interface IngestAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** An event that the service would not take. */
export interface RejectedEvent {
  /** From 1, among those that were sent. */
  line: number;
  violations: { field: string; reason: string; expected: string }[];
}

export interface IngestClientOptions {
  url: string;
  apiKey?: string | undefined;
  signal?: AbortSignal;
  /** How long to go on when it is of no avail; default: for ever. */
  patienceMs?: number;
  /** A request without an answer is given up after this; default: two minutes. */
  answerWithinMs?: number;
  /** Between tries, when the service does not say how long to wait. */
  backoff: Backoff;
  /** Nobody answered: the error that says so. */
  unreachable(cause: unknown): Error;
  /** An answer that is not what was hoped for: the error that says so. */
  refused(answer: IngestAnswer): Error;
  /** Told before each wait. */
  onWait?: (why: Error) => void;
}

/** Sends events, each a line of JSON. */
export interface IngestClient {
  /**
   * Resolves with those that were rejected for good, once all others are in the log. Sends again, with the same ids, when
   * the connection breaks, the service is busy (429, 5xx) or found it too slow (408): an event that arrives twice counts
   * once. Throws `refused` when no waiting helps.
   */
  send(lines: readonly string[]): Promise<RejectedEvent[]>;
}

const ANSWER_WITHIN_MS = 120_000;
const LONGEST_WAIT_MS = 30_000;

export function createIngestClient(options: IngestClientOptions): IngestClient {
  const { signal, backoff, patienceMs = Number.POSITIVE_INFINITY } = options;
  return {
    async send(lines) {
      const giveUpAt = Date.now() + patienceMs;
      for (let failures = 1; ; failures += 1) {
        const outcome = await post(options, lines);
        if ('rejected' in outcome) return outcome.rejected;
        const waitMs = outcome.afterMs ?? backoffMs(failures, backoff);
        if (Date.now() + waitMs > giveUpAt) throw outcome.why;
        options.onWait?.(outcome.why);
        await sleep(waitMs, undefined, signal && { signal });
      }
    },
  };
}

type Outcome = { rejected: RejectedEvent[] } | { why: Error; afterMs?: number };

/** Throws what no waiting will mend. */
async function post(options: IngestClientOptions, lines: readonly string[]): Promise<Outcome> {
  const { url, apiKey, signal, answerWithinMs = ANSWER_WITHIN_MS } = options;
  let answer: IngestAnswer;
  try {
    const tooLate = AbortSignal.timeout(answerWithinMs);
    const response = await fetch(new URL('/v1/events', url), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-ndjson',
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
      },
      body: lines.join('\n'),
      signal: signal ? AbortSignal.any([signal, tooLate]) : tooLate,
    });
    answer = { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    signal?.throwIfAborted();
    return { why: options.unreachable(error) };
  }
  const { status } = answer;
  if (status >= 200 && status < 300) {
    const { accepted, rejected, results } = bodyOf(answer);
    // An answer that does not account for all is from somebody else, or broken off.
    return accepted + rejected === lines.length ? { rejected: results } : { why: options.refused(answer) };
  }
  if (status !== 408 && status !== 429 && status < 500) throw options.refused(answer);
  const afterMs = Number(answer.headers.get('retry-after')) * 1_000;
  return {
    why: options.refused(answer),
    ...(afterMs > 0 && { afterMs: Math.min(afterMs, LONGEST_WAIT_MS) }),
  };
}

interface Body {
  accepted: number;
  rejected: number;
  /** Of NDJSON, only what was rejected has one. */
  results: RejectedEvent[];
}

function bodyOf({ text }: IngestAnswer): Body {
  const body: Body = { accepted: 0, rejected: 0, results: [] };
  try {
    return { ...body, ...(JSON.parse(text) as Partial<Body>) };
  } catch {
    return body;
  }
}
