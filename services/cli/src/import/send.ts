import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '@tallyboard/api/ingest';
import { Failure } from '@tallyboard/runtime/failure';
import { type Answer, refused, request, type Service } from '../http.js';
import type { OutgoingEvent } from './events.js';

/** An event that the ingest service would not take. */
export interface Refusal {
  id: string;
  reason: string;
}

/** Sends events until Kafka has them; resolves with those that were refused. */
export type Send = (events: readonly OutgoingEvent[]) => Promise<Refusal[]>;

const PATIENCE_MS = 120_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/**
 * A sender of NDJSON. Each event says that it is the tenant's, so that the service refuses all of them when the key is
 * another's, and that is thrown. It waits and sends again when the service is busy (429, 503, Retry-After), found it too
 * slow (408) or the connection breaks: an event that arrives twice counts once.
 */
export function createSender(
  ingest: Service,
  options: { tenant: string; onWait?: (why: string) => void; patienceMs?: number },
): Send {
  const { tenant } = options;
  return async (events) => {
    const body = events.map((event) => JSON.stringify({ ...event, tenant })).join('\n');
    const giveUpAt = Date.now() + (options.patienceMs ?? PATIENCE_MS);
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await post(ingest, body);
      if ('answer' in outcome && outcome.answer.status < 300) return refusals(outcome.answer, events, tenant);
      const waitMs = outcome.waitMs ?? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
      if (Date.now() + waitMs > giveUpAt) throw outcome.failure;
      options.onWait?.(outcome.failure.message);
      await sleep(waitMs);
    }
  };
}

type Posted =
  | { answer: Answer; failure: Failure; waitMs?: number | undefined }
  | { failure: Failure; waitMs?: undefined };

/** Throws what no waiting will mend. */
async function post(ingest: Service, body: string): Promise<Posted> {
  let answer: Answer;
  try {
    answer = await request(ingest, '/v1/events', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-ndjson' },
    });
  } catch (error) {
    if (error instanceof Failure) return { failure: error };
    throw error;
  }
  const failure = refused(ingest, answer);
  if ([408, 429, 503].includes(answer.status)) {
    const after = Number(answer.headers.get('retry-after'));
    return { answer, failure, waitMs: after > 0 ? after * 1_000 : undefined };
  }
  if (answer.status >= 300) throw failure;
  return { answer, failure };
}

function refusals(answer: Answer, events: readonly OutgoingEvent[], tenant: string): Refusal[] {
  const { results } = JSON.parse(answer.text) as Outcome;
  if (results.some(({ violations }) => violations?.some(({ field }) => field === 'tenant')))
    throw new Failure(
      `The API key is not one of ${tenant}, so nothing was imported: set TALLY_API_KEY to one that is, or unset it; "tally keys create --tenant ${tenant} --scopes ingest,read" makes one.`,
    );
  return results.map(({ line = 0, violations = [] }) => ({
    id: events[line - 1]?.id ?? '',
    reason: violations
      .map(({ field, reason, expected }) => `${field}: ${reason}; it wants ${expected}`)
      .join('; '),
  }));
}
