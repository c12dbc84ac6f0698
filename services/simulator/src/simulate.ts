import { setTimeout as pause } from 'node:timers/promises';
import type { CrmEvent } from '@tallyboard/contracts/events';
import type { Company } from './company.js';
import type { Misbehaviour } from './misbehave.js';
import type { Progress } from './progress.js';
import { isBehind, openCompany, openRush, type RushOutlet } from './tell-company.js';

export interface SimulationOptions {
  company: Company;
  /** Live events per second on average; 0 for the company's own pace. */
  rate: number;
  misbehave: Misbehaviour;
  /** From where to go on; of a new company, where its history begins. */
  progress: Progress;
  /** Resolves when the events are safe. */
  send(events: CrmEvent[]): Promise<void>;
  /** Told after each send: nothing before this point need be sent again. */
  onProgress(progress: Progress, phase: 'history' | 'live', sent: number): Promise<void> | void;
  now(): number;
  signal: AbortSignal;
}

const CHUNK = 2_000;
const TICK_MS = 200;

/**
 * Sends the history up to now as fast as it is taken, then goes on live, until the signal. Never holds more
 * than a chunk: while the ingest service is slow or away, the company waits and then catches up.
 */
export async function simulate(options: SimulationOptions): Promise<void> {
  const { company, rate, misbehave, signal, now } = options;
  const own = openCompany(company, options.progress, misbehave);
  let rush: RushOutlet | null = null;
  let rushProgress = options.progress.rush;

  while (!signal.aborted) {
    const nowMs = now();
    const events = own.take(nowMs, CHUNK);
    const caughtUp = events.length < CHUNK;
    if (caughtUp && rate > 0) {
      if (!rush || isBehind(Math.max(rush.beginsAtMs, rush.resumeMs()), nowMs))
        rush = openRush(company, rate, rushProgress, nowMs, misbehave);
      events.push(...rush.take(nowMs, CHUNK));
    }
    if (events.length > 0) {
      await options.send(events);
      rushProgress = rush ? rush.progress() : rushProgress;
      const progress = { ...options.progress, sentToMs: own.resumeMs(), rush: rushProgress };
      await options.onProgress(progress, caughtUp ? 'live' : 'history', events.length);
    }
    if (events.length < CHUNK) await pause(TICK_MS, undefined, { signal });
  }
}
