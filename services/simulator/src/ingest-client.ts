import { setTimeout as pause } from 'node:timers/promises';
import type { ErrorBody, Outcome } from '@tallyboard/api/ingest';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { Failure } from '@tallyboard/runtime/failure';
import { retry } from '@tallyboard/runtime/retry';
import { cloudEventLine } from './cloud-event.js';

export interface IngestClientOptions {
  /** Without the slash at its end. */
  url: string;
  apiKey: string;
  signal: AbortSignal;
  /** Told of each attempt that failed, with a sentence. */
  onTrouble(sentence: string): void;
  onRejected(count: number, example: string): void;
}

/** Sends events to the ingest service. */
export interface IngestClient {
  /**
   * Resolves when all of them are in the log, or rejected for good. Tries until then, with the same ids; a
   * Failure says that trying again is of no use.
   */
  send(events: readonly CrmEvent[]): Promise<void>;
}

const LONGEST_WAIT_MS = 30_000;
const ANSWER_WITHIN_MS = 120_000;

export function createIngestClient(options: IngestClientOptions): IngestClient {
  const { url, apiKey, signal } = options;

  const post = async (body: string, count: number): Promise<void> => {
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/x-ndjson' },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    const answer = await read(response);
    const said = answer.error?.message ?? `HTTP ${response.status}`;
    if (response.status === 401 || response.status === 403)
      throw new Failure(
        `The ingest service at ${url} refuses the API key (${said}): set TALLY_API_KEY to a key with the scope ingest.`,
      );
    const retryAfterS = Number(response.headers.get('retry-after') ?? 0);
    if (response.status === 429 || response.status >= 500) {
      if (retryAfterS > 0) await pause(Math.min(LONGEST_WAIT_MS, retryAfterS * 1000), undefined, { signal });
      throw new Error(`the ingest service asks to wait: ${said}`);
    }
    if (!response.ok)
      throw new Failure(
        `The ingest service at ${url} does not take events (${said}): check that TALLY_INGEST_URL names it.`,
      );
    const { accepted = 0, rejected = 0, results = [] } = answer;
    if (accepted + rejected < count)
      throw new Error(`the ingest service took ${accepted} of ${count} events`);
    if (rejected > 0) options.onRejected(rejected, JSON.stringify(results[0] ?? null));
  };

  return {
    async send(events) {
      const body = events.map(cloudEventLine).join('');
      await retry(() => post(body, events.length), {
        minMs: 200,
        maxMs: 10_000,
        signal,
        onRetry(error) {
          if (error instanceof Failure || signal.aborted) throw error;
          options.onTrouble(sentenceOf(error, url));
        },
      });
    },
  };
}

/** What the ingest service answers, of which any part may be missing. */
type Answer = Partial<Outcome & ErrorBody>;

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  try {
    return (JSON.parse(text) as Answer) ?? {};
  } catch {
    return {};
  }
}

function sentenceOf(error: unknown, url: string): string {
  const { message, cause } = error as Error & { cause?: { code?: string } };
  return cause?.code ? `the ingest service at ${url} cannot be reached (${cause.code})` : message;
}
