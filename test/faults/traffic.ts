import { setTimeout as sleep } from 'node:timers/promises';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { createIngestClient } from '@tallyboard/runtime/ingest-client';
import { Random } from '@tallyboard/runtime/random';
import { cloudEventLine } from '@tallyboard/simulator/cloud-event';
import { createCompany } from '@tallyboard/simulator/company';
import { happenings, opening } from '@tallyboard/simulator/history';
import { misbehave } from '@tallyboard/simulator/misbehave';

/** Worse than any real source. */
const RATES = { duplicates: 0.05, late: 0.05, outOfOrder: 0.1, corrections: 0.1, deletions: 0.03 };
/** Some four days. */
const SHUFFLED_EVENTS = 16_000;
const FROM_MS = Date.UTC(2026, 2, 28);
/** Mostly one, so that sends of the pipeline are as small as those of a broker that takes one for the other. */
const REQUEST_SIZES = [1, 1, 1, 1, 1, 1, 1, 20];
/** Two senders at this pace: some 100 events a second. */
const SENDERS = 2;
const PACE_MS = 50;
const ANSWER_WITHIN_MS = 30_000;

/** Sources that misbehave, and send each event until it is acknowledged, as sources do. */
export interface Traffic {
  /** Ids of the events that were answered with 202. */
  readonly acknowledged: ReadonlySet<string>;
  /** Resolves once so many more than now are acknowledged. */
  flow(events: number): Promise<void>;
  /** Sends nothing more; resolves once what is under way is acknowledged. */
  pause(): Promise<void>;
  resume(): void;
  /** Gives up what is under way. */
  stop(): void;
}

/** The same seed sends the same events. `url`: of the ingest service. */
export function startTraffic(options: { url: string; apiKey: string; seed: number }): Traffic {
  const { url, apiKey, seed } = options;
  const events = companysEvents(seed);
  const acknowledged = new Set<string>();
  let isPaused = false;
  let senders: Promise<void>[] = [];

  const stopping = new AbortController();
  const client = createIngestClient({
    url,
    apiKey,
    signal: stopping.signal,
    answerWithinMs: ANSWER_WITHIN_MS,
    backoff: { minMs: PACE_MS, maxMs: PACE_MS },
    unreachable: (cause) => new Error('ingest does not answer', { cause }),
    refused: ({ status, text }) => new Error(`ingest: ${status} ${text}`),
  });

  const send = async (batch: readonly CrmEvent[]): Promise<void> => {
    const rejected = await client.send(batch.map(cloudEventLine));
    if (rejected.length > 0) throw new Error('ingest rejected an event of the simulated company');
    for (const { event_id } of batch) acknowledged.add(event_id);
  };
  const sendOn = async (): Promise<void> => {
    for (let request = 0; !isPaused; request += 1) {
      const length = REQUEST_SIZES[request % REQUEST_SIZES.length];
      const batch = Array.from({ length: length! }, () => events.next().value);
      await send(batch).catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error;
      });
      await sleep(PACE_MS);
    }
  };
  const resume = () => {
    isPaused = false;
    senders = Array.from({ length: SENDERS }, sendOn);
  };
  resume();
  return {
    acknowledged,
    resume,
    async flow(count) {
      const until = acknowledged.size + count;
      while (acknowledged.size < until) await sleep(PACE_MS);
    },
    async pause() {
      isPaused = true;
      await Promise.all(senders);
    },
    stop() {
      isPaused = true;
      stopping.abort();
    },
  };
}

/** Who works where, and then what happens, for ever. */
function* companysEvents(seed: number): Generator<CrmEvent, never> {
  const company = createCompany(seed);
  for (const event of opening(company, FROM_MS))
    if (event.type === 'office.updated' || event.type === 'rep.updated') yield event;
  const events = misbehave(happenings(company, FROM_MS, Number.POSITIVE_INFINITY), RATES, seed);
  yield* shuffled(events, new Random('traffic', seed));
  throw new Error('A company without an end has ended.');
}

/** Days at a time, out of order: hardly a cell is touched twice in a row, so that what is lost once stays lost. */
function* shuffled<T>(items: Iterable<T>, random: Random): Generator<T> {
  let block: T[] = [];
  for (const item of items) {
    block.push(item);
    if (block.length < SHUFFLED_EVENTS) continue;
    while (block.length > 0) {
      const at = random.whole(0, block.length - 1);
      yield block[at]!;
      block[at] = block.at(-1)!;
      block.pop();
    }
    block = [];
  }
}
