import { Failure } from '@tallyboard/runtime/failure';
import { createIngestClient, type RejectedEvent } from '@tallyboard/runtime/ingest-client';
import { refused, type Service, silent } from '../http.js';
import type { OutgoingEvent } from './events.js';

/** An event that the ingest service would not take. */
export interface Refusal {
  id: string;
  reason: string;
}

/** Sends events until Kafka has them; resolves with those that were refused. */
export type Send = (events: readonly OutgoingEvent[]) => Promise<Refusal[]>;

const PATIENCE_MS = 120_000;

/**
 * Each event says that it is the tenant's, so that the service refuses all of them when the key is another's, and that is
 * thrown.
 */
export function createSender(
  ingest: Service,
  options: { tenant: string; onWait?: (why: string) => void; patienceMs?: number },
): Send {
  const { tenant } = options;
  const client = createIngestClient({
    url: ingest.url,
    apiKey: ingest.key,
    patienceMs: options.patienceMs ?? PATIENCE_MS,
    backoff: { minMs: 250, maxMs: 10_000 },
    unreachable: (cause) => silent(ingest, cause),
    refused: (answer) => refused(ingest, answer),
    onWait: (why) => options.onWait?.(why.message),
  });
  const end = `,"tenant":${JSON.stringify(tenant)}}`;
  return async (events) => {
    // Half as dear as to make each event anew with one more field.
    const rejected = await client.send(events.map((event) => JSON.stringify(event).slice(0, -1) + end));
    return refusals(rejected, events, tenant);
  };
}

function refusals(
  rejected: readonly RejectedEvent[],
  events: readonly OutgoingEvent[],
  tenant: string,
): Refusal[] {
  if (rejected.some(({ violations }) => violations.some(({ field }) => field === 'tenant')))
    throw new Failure(
      `The API key is not one of ${tenant}, so nothing was imported: set TALLY_API_KEY to one that is, or unset it; "tally keys create --tenant ${tenant} --scopes ingest,read" makes one.`,
    );
  return rejected.map(({ line, violations }) => ({
    id: events[line - 1]?.id ?? '',
    reason: violations
      .map(({ field, reason, expected }) => `${field}: ${reason}; it wants ${expected}`)
      .join('; '),
  }));
}
