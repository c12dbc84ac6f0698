import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '@tallyboard/runtime/backoff';
import { Failure } from '@tallyboard/runtime/failure';
import type { ServiceLog } from './service-log.js';

export interface ServiceSpec {
  name: string;
  /** What to run. */
  main: string;
  env: Record<string, string | undefined>;
  /** Answers 200 when the service works. */
  healthUrl: string;
}

export interface Supervised {
  readonly name: string;
  pid(): number | undefined;
  /** Ends it in good order and for good; a service that does not end is killed. */
  stop(): Promise<void>;
}

export interface SuperviseOptions {
  log: ServiceLog;
  say(line: string): void;
  /** How long the first start may take. */
  startsWithinMs?: number;
  /** First wait before a crashed service is started again; doubles up to `longestWaitMs`. */
  firstWaitMs?: number;
  longestWaitMs?: number;
}

const POLL_MS = 150;
const STOPS_WITHIN_MS = 17_000;
/** After so long without a crash the waits begin small again. */
const STEADY_MS = 60_000;

/**
 * Starts a service and resolves once it is healthy; from then on it is started again whenever it ends by itself.
 * A service that ends before it has ever been healthy is a Failure with what it said.
 */
export async function supervise(spec: ServiceSpec, options: SuperviseOptions): Promise<Supervised> {
  const { log, say, startsWithinMs = 90_000, firstWaitMs = 500, longestWaitMs = 30_000 } = options;
  const stopping = new AbortController();
  let child = start(spec, log);
  let ended = endOf(child);

  const keepAlive = async () => {
    for (let crashes = 1; ; crashes += 1) {
      const since = Date.now();
      const how = await ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - since > STEADY_MS) crashes = 1;
      const waitMs = backoffMs(crashes, { minMs: firstWaitMs, maxMs: longestWaitMs });
      say(`${spec.name} ended by itself (${how}); it is started again in ${waitMs / 1_000} s.`);
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      child = start(spec, log);
      ended = endOf(child);
      const again = child;
      void healthy(spec, ended, startsWithinMs).then((outcome) => {
        if (outcome === 'healthy' && again === child) say(`${spec.name} is back.`);
      });
    }
  };
  const stop = async () => {
    stopping.abort();
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
    await ended;
    clearTimeout(timer);
    log.close();
  };

  const outcome = await healthy(spec, ended, startsWithinMs);
  if (outcome === 'healthy') {
    log.started();
    void keepAlive();
    return { name: spec.name, pid: () => child.pid, stop };
  }
  const why = log.lastWords();
  await stop();
  if (outcome === 'slow')
    throw new Failure(
      `${spec.name} was not ready within ${startsWithinMs / 1_000} s${why ? ` (${why})` : ''}: see its log.`,
    );
  throw new Failure(why ?? `${spec.name} ended while it started (${outcome.ended}): see its log.`);
}

function start(spec: ServiceSpec, log: ServiceLog): ChildProcess {
  // A session of its own: Ctrl-C in a terminal reaches this process alone, which then stops them in order. The IPC
  // channel ends with this process, even by kill -9, and the service with it.
  const child = fork(spec.main, [], {
    detached: true,
    execArgv: [],
    env: { ...spec.env, TALLY_EXIT_WITH_PARENT: '1' } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const from of ['stdout', 'stderr'] as const) {
    const stream = child[from];
    if (stream) createInterface({ input: stream }).on('line', (line) => log.take(line, from));
  }
  return child;
}

/** How it ended, in words. */
async function endOf(child: ChildProcess): Promise<string> {
  if (child.pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error];
    return error.message;
  }
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return signal ?? `exit code ${code}`;
}

async function healthy(
  spec: ServiceSpec,
  ended: Promise<string>,
  withinMs: number,
): Promise<'healthy' | 'slow' | { ended: string }> {
  const giveUpAt = Date.now() + withinMs;
  let gone: string | undefined;
  const end = ended.then((how) => {
    gone = how;
  });
  while (Date.now() < giveUpAt) {
    if (gone !== undefined) return { ended: gone };
    try {
      const response = await fetch(spec.healthUrl, { signal: AbortSignal.timeout(2_000) });
      await response.body?.cancel();
      if (response.ok) return 'healthy';
    } catch {
      // Not listening yet.
    }
    await Promise.race([sleep(POLL_MS), end]);
  }
  return 'slow';
}
