import { setTimeout } from 'node:timers/promises';
import type { Answer } from '@tallyboard/api/query';
import { formatDuration } from '@tallyboard/metrics/value-text';
import { Failure } from '@tallyboard/runtime/failure';
import { jsonOf, refusedQuestion, request, type Service } from '../../http.js';
import { otherTenant } from '../../query/service.js';
import type { CoveredPeriod } from './period.js';

/** What the query service said, or a sentence that says why it is not known. */
export type Known<Told> = { told: Told } | { unknown: string };

/** Who is asked about whom, and for how long. */
export interface Asking {
  query: Service;
  tenant: string;
  clock: Clock;
  /** Told once, when the answer takes its time. */
  onWait(why: string): void;
}

export interface Clock {
  /** Ms of a clock that nobody sets. */
  now(): number;
  pause(ms: number): Promise<unknown>;
}

export const CLOCK: Clock = { now: () => performance.now(), pause: (ms) => setTimeout(ms) };

const PATIENCE_MS = 30_000;
const POLL_MS = 250;
/** Before that nobody wonders. */
const SAY_AFTER_MS = 3_000;
/** By which the service may take itself to be nearer to the present than it is: what it hears is under way for a while. */
const UNSURE_MS = 1_000;

/** The metrics of a tenant in a period, once everything that was sent before `sentAt` (of the clock) is counted. */
export async function numbersOf(
  asking: Asking,
  metrics: readonly string[],
  period: CoveredPeriod,
  sentAt: number,
): Promise<Known<Answer[]>> {
  const [first] = metrics;
  if (first === undefined) return { told: [] };
  const { clock, onWait } = asking;
  const within = AbortSignal.timeout(PATIENCE_MS);
  const begunAt = clock.now();
  let isSaid = false;
  try {
    for (;;) {
      const askedAt = clock.now();
      const { freshness } = await ask(asking, first, period, within);
      // Its lag against the time that has gone by here: whose clock shows what plays no part.
      if (freshness.lag_ms !== null && freshness.lag_ms + UNSURE_MS <= askedAt - sentAt) break;
      const waitedMs = askedAt - begunAt;
      if (waitedMs >= PATIENCE_MS) return { unknown: behind(freshness.lag_ms) };
      if (waitedMs >= SAY_AFTER_MS && !isSaid) {
        onWait('Waiting until it is counted …');
        isSaid = true;
      }
      await clock.pause(POLL_MS);
    }
    return { told: await Promise.all(metrics.map((metric) => ask(asking, metric, period, within))) };
  } catch (error) {
    return { unknown: sentenceOf(error, within, 'The numbers of that time took') };
  }
}

const behind = (lagMs: number | null): string =>
  lagMs === null
    ? 'The query service does not know yet how far everything is counted.'
    : `Not all of it is counted yet: the numbers are ${formatDuration(lagMs)} behind.`;

/** Why an answer is missing. What is no Failure is a bug. */
export function sentenceOf(error: unknown, within: AbortSignal, what: string): string {
  if (!(error instanceof Failure)) throw error;
  return within.aborted ? `${what} too long and were given up.` : error.message;
}

async function ask(
  { query, tenant }: Asking,
  metric: string,
  { from, to, tz }: CoveredPeriod,
  signal: AbortSignal,
): Promise<Answer> {
  const asked = new URLSearchParams({ from, to, tz });
  const answer = await request(query, `/v1/metrics/${metric}?${asked}`, { signal });
  if (answer.status !== 200) throw refusedQuestion(query, answer);
  const result = jsonOf<Answer>(query, answer);
  if (result.tenant !== tenant) throw otherTenant(tenant, result.tenant, query);
  return result;
}
