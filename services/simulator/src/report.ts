import type { Health } from '@tallyboard/runtime/health';
import type { Logger } from '@tallyboard/runtime/logging';
import type { Progress } from './progress.js';
import { saveProgress } from './progress.js';

export interface ReportOptions {
  log: Logger;
  health: Health;
  /** Where progress is remembered; undefined for nowhere. */
  state: string | undefined;
  progress: Progress;
  rate: number;
}

/** What a simulation tells of itself: log lines, health, and its progress on disk. */
export interface Report {
  progress(progress: Progress, phase: 'history' | 'live', sent: number): Promise<void>;
  trouble(sentence: string): void;
  rejected(count: number, example: string): void;
  /** Writes the progress if it is newer than what is on disk. */
  save(): Promise<void>;
}

const SAVE_EVERY_MS = 500;
const SAY_EVERY_MS = 2_000;
const SAY_LIVE_EVERY_MS = 60_000;

export function createReport({ log, health, state, progress: start, rate }: ReportOptions): Report {
  let latest: Progress | null = null;
  let savedAt = 0;
  let saidAt = Date.now();
  let events = 0;
  let phase: 'history' | 'live' | null = null;
  let inTrouble = false;

  const save = async () => {
    savedAt = Date.now();
    if (!state || !latest) return;
    const progress = latest;
    latest = null;
    await saveProgress(state, progress);
  };
  const say = (progress: Progress, now: 'history' | 'live') => {
    const elapsedMs = Date.now() - saidAt;
    if (now === 'live' && phase !== 'live') log.info({ rate }, 'live');
    else if (now === 'history' && phase === null)
      log.info({ from: iso(start.historyFromMs) }, 'sending history');
    else if (elapsedMs < (now === 'live' ? SAY_LIVE_EVERY_MS : SAY_EVERY_MS)) return;
    else {
      const eventsPerSecond = Math.round((events * 1000) / elapsedMs);
      if (now === 'live') log.info({ eventsPerSecond }, 'live');
      else log.info({ ...shareOf(progress), eventsPerSecond }, 'sending history');
    }
    phase = now;
    saidAt = Date.now();
    events = 0;
  };
  return {
    save,
    async progress(progress, now, sent) {
      if (inTrouble) log.info('the ingest service takes events again');
      inTrouble = false;
      health.set('ingest', true);
      latest = progress;
      events += sent;
      say(progress, now);
      if (Date.now() - savedAt >= SAVE_EVERY_MS) await save();
    },
    trouble(sentence) {
      if (inTrouble) log.debug(sentence);
      else log.warn(`${sentence.replace(/\.$/, '')}; trying again until it works`);
      inTrouble = true;
      health.set('ingest', false, sentence);
    },
    rejected: (count, example) => log.warn({ count, example }, 'the ingest service rejected events'),
  };
}

/** How much of the time from the beginning of the history until now has been sent. */
function shareOf({ historyFromMs, sentToMs }: Progress): { to: string; percent: number } {
  const share = (sentToMs - historyFromMs) / (Date.now() - historyFromMs);
  return { to: iso(sentToMs), percent: Math.round(100 * Math.min(1, Math.max(0, share))) };
}

function iso(instantMs: number): string {
  return new Date(instantMs).toISOString();
}
