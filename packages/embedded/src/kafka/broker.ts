import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedFailure } from '../stack/failure.js';
import { explainFailedStart } from './explain.js';
import { type GuardedProcess, spawnGuarded } from './guard.js';
import { isCoordinating } from './probe.js';
import { offsetsPartitions } from './settings.js';

export interface Broker {
  pid: number;
  /** Resolves when it coordinates consumer groups; else the process has gone and it rejects, see explain.ts. */
  ready: Promise<void>;
  /** Ends it in good order; resolves when the process has gone, also when it had gone before. */
  stop(): Promise<void>;
}

/** A start takes seconds; a large log after a crash takes longer. */
const startsWithinMs = 120_000;
/** An orderly end takes less than a second. */
const killAfterMs = 15_000;

/**
 * Runs `kafka.Kafka` under guard.
 *
 * @param options.brokerLog where it logs, read for the reason of a failed start.
 * @param options.ended called once when the process has gone; `asked` is whether someone had called `stop`.
 */
export function runBroker(options: {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  host: string;
  port: number;
  dataDir: string;
  brokerLog: string;
  log: (line: string) => void;
  ended: (asked: boolean) => void;
}): Broker {
  const child = spawnGuarded(options.command, options.args, options.env);
  const said = collectOutput(child, options.log);
  let asked = false;
  let running = true;
  const gone = new Promise<void>((resolve) => {
    child.once('close', resolve);
    child.once('error', (error) => {
      said.push(error.message);
      resolve();
    });
  }).then(() => {
    running = false;
    child.stdin.destroy();
    options.ended(asked);
  });
  const stop = async () => {
    asked = true;
    child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    await gone;
    clearTimeout(kill);
  };
  const becomeReady = async () => {
    const deadline = Date.now() + startsWithinMs;
    while (running && Date.now() < deadline) {
      if (await isCoordinating(options.host, options.port, offsetsPartitions)) return;
      await sleep(25);
    }
    await stop();
    said.push(readIfAny(options.brokerLog));
    throw new EmbeddedFailure(explainFailedStart(said.join('\n'), options), { cause: said.join('\n') });
  };
  return { pid: child.pid ?? 0, ready: becomeReady(), stop };
}

/** Hands lines on to `log` and keeps the last hundred. */
function collectOutput(child: GuardedProcess, log: (line: string) => void): string[] {
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log(line);
      said.push(line);
      if (said.length > 100) said.shift();
    });
  }
  return said;
}

function readIfAny(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
