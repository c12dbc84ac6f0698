import type { CrmEvent } from '@tallyboard/contracts/events';
import { Failure } from '@tallyboard/runtime/failure';
import { createIngestClient, type IngestAnswer } from '@tallyboard/runtime/ingest-client';
import { cloudEventLine } from './cloud-event.js';

export interface SendOptions {
  /** Of the ingest service. */
  url: string;
  apiKey: string;
  signal: AbortSignal;
  /** Told of each attempt that failed, with a sentence. */
  onTrouble(sentence: string): void;
  onRejected(count: number, example: string): void;
}

/** A sender that tries until events are in the log, or rejected for good; it rejects when trying again is of no use. */
export function createSend(options: SendOptions): (events: readonly CrmEvent[]) => Promise<void> {
  const { url } = options;
  const client = createIngestClient({
    url,
    apiKey: options.apiKey,
    signal: options.signal,
    backoff: { minMs: 200, maxMs: 10_000 },
    unreachable: (cause) => new Failure(`the ingest service at ${url} cannot be reached (${codeOf(cause)})`),
    refused: (answer) => refusal(answer, url),
    onWait: ({ message }) => options.onTrouble(message),
  });
  return async (events) => {
    const rejected = await client.send(events.map(cloudEventLine));
    if (rejected.length > 0) options.onRejected(rejected.length, JSON.stringify(rejected[0]));
  };
}

function refusal({ status, text }: IngestAnswer, url: string): Failure {
  const said = messageOf(text) ?? `HTTP ${status}`;
  if (status === 401 || status === 403)
    return new Failure(
      `The ingest service at ${url} refuses the API key (${said}): set TALLY_API_KEY to a key with the scope ingest.`,
    );
  return new Failure(
    `The ingest service at ${url} does not take events (${said}): check that TALLY_INGEST_URL names it.`,
  );
}

function codeOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? message;
}

function messageOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { error?: { message?: string } }).error?.message;
  } catch {
    return undefined;
  }
}
