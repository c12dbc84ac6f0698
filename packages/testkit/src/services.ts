import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@tallyboard/embedded/free-port';

export interface RunningService {
  name: string;
  port: number;
  url: string;
  pid(): number;
  /** kill -9, and back again with the same settings and port. */
  crashAndRestart(): Promise<void>;
  /** kill -9 */
  crash(): Promise<void>;
  /** After it has ended: back again with the same settings and port. */
  restart(): Promise<void>;
  /** Asks it to stop, as an operator does; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** What it has written so far, both streams. */
  output(): string;
}

const SERVICES = fileURLToPath(new URL('../../../services/', import.meta.url));
const READY_MS = 90_000;

/** Starts the built service as its own process and waits until it says that it is healthy. */
export async function startService(name: string, env: Record<string, string>): Promise<RunningService> {
  const port = await freePort();
  let output = '';
  const launch = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, [`${SERVICES}${name}/dist/main.js`], {
      env: {
        PATH: process.env.PATH,
        TALLY_LOG_LEVEL: 'warn',
        TALLY_EXIT_WITH_PARENT: '1',
        [`TALLY_${name.toUpperCase()}_PORT`]: String(port),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    await healthy(name, port, child, () => output);
    return child;
  };
  let child = await launch();
  const crash = async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  const restart = async () => {
    child = await launch();
  };
  return {
    name,
    port,
    url: `http://127.0.0.1:${port}`,
    pid: () => child.pid!,
    async crashAndRestart() {
      await crash();
      await restart();
    },
    crash,
    restart,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = await gone;
      return code;
    },
    output: () => output,
  };
}

async function healthy(name: string, port: number, child: ChildProcess, output: () => string): Promise<void> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}: ${output()}`);
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error(`${name} was not healthy within ${READY_MS / 1000} s: ${output()}`);
}
