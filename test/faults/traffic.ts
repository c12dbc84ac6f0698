import { setTimeout as sleep } from 'node:timers/promises';
import type { CrmEvent } from '@tallyboard/contracts/events';
import { cloudEventLine } from '@tallyboard/simulator/cloud-event';
import { createCompany } from '@tallyboard/simulator/company';
import { happenings, opening } from '@tallyboard/simulator/history';
import { misbehave } from '@tallyboard/simulator/misbehave';
import { createDraw } from '@tallyboard/testkit/faults/plan';

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
  let isStopped = false;
  let senders: Promise<void>[] = [];

  const send = async (batch: readonly CrmEvent[]): Promise<void> => {
    const body = batch.map(cloudEventLine).join('');
    while (!(await isTaken(url, apiKey, body))) {
      if (isStopped) return;
      await sleep(PACE_MS);
    }
    for (const { event_id } of batch) acknowledged.add(event_id);
  };
  const sendOn = async (): Promise<void> => {
    for (let request = 0; !isPaused; request += 1) {
      const length = REQUEST_SIZES[request % REQUEST_SIZES.length];
      const batch = Array.from({ length: length! }, () => events.next().value);
      await send(batch);
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
      isStopped = true;
    },
  };
}

/** Who works where, and then what happens, for ever. */
function* companysEvents(seed: number): Generator<CrmEvent, never> {
  const company = createCompany(seed);
  for (const event of opening(company, FROM_MS))
    if (event.type === 'office.updated' || event.type === 'rep.updated') yield event;
  const events = misbehave(happenings(company, FROM_MS, Number.POSITIVE_INFINITY), RATES, seed);
  yield* shuffled(events, createDraw(`traffic ${seed}`));
  throw new Error('A company without an end has ended.');
}

/** Days at a time, out of order: hardly a cell is touched twice in a row, so that what is lost once stays lost. */
function* shuffled<T>(items: Iterable<T>, draw: () => number): Generator<T> {
  let block: T[] = [];
  for (const item of items) {
    block.push(item);
    if (block.length < SHUFFLED_EVENTS) continue;
    while (block.length > 0) {
      const at = Math.floor(draw() * block.length);
      yield block[at]!;
      block[at] = block.at(-1)!;
      block.pop();
    }
    block = [];
  }
}

/** Whether the service has all of it; no answer is no. Throws when it refuses an event. */
async function isTaken(url: string, apiKey: string, body: string): Promise<boolean> {
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/x-ndjson' },
    body,
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch(() => null);
  if (answer?.status !== 202) {
    if (answer && answer.status < 500) throw new Error(`ingest: ${answer.status} ${await answer.text()}`);
    return false;
  }
  const { rejected } = (await answer.json().catch(() => ({ rejected: -1 }))) as { rejected: number };
  if (rejected > 0) throw new Error('ingest rejected an event of the simulated company');
  return rejected === 0;
}
