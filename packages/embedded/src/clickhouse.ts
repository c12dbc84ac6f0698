import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { passwordVariable, type ReadyMessage } from './clickhouse/ready-message.js';
import { explainFailedStart } from './clickhouse/start-error.js';
import { servicesUser, sha256 } from './clickhouse/users.js';
import { EmbeddedFailure } from './stack/failure.js';

export interface RunningClickHouse {
  /** For example `http://127.0.0.1:8123`. */
  url: string;
  /** May do what the data directory can hold; `default`, without a password, may read at most. */
  user: string;
  password: string;
  port: number;
  /** Of ClickHouse's own protocol, where it is spoken. */
  nativePort?: number | undefined;
  pid: number;
  /** Lets running queries finish for a moment, closes the tables and waits until the process has gone. */
  stop(): Promise<void>;
}

/** A start takes a second; many tables after a crash take longer. */
const startsWithinMs = 120_000;
/** Longer than an orderly end can take, see shut-down.ts. */
const killAfterMs = 15_000;

/**
 * Starts ClickHouse in a process of its own and resolves once it answers. The data stay in `dataDir`.
 * The process ends with this one, even when this one is killed.
 *
 * Rejects with an EmbeddedFailure: the port is taken, the directory is in use, the engine failed to start.
 *
 * @param options.port absent or 0: any free port.
 * @param options.nativePort where ClickHouse's own protocol is spoken, 0: on any free port; absent: nowhere.
 * @param options.host a loopback address; anything else is refused, since nothing is encrypted.
 * @param options.password of the user that the services are; absent: a new one with each start.
 * @param options.readableDatabase what `default`, who needs no password, may read; absent: nothing.
 * @param options.log receives each line that the process writes.
 */
export async function startClickHouse(options: {
  dataDir: string;
  port?: number;
  nativePort?: number | undefined;
  host?: string;
  password?: string | undefined;
  readableDatabase?: string;
  log?: (line: string) => void;
}): Promise<RunningClickHouse> {
  const asked = {
    dataDir: resolve(options.dataDir),
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    nativePort: options.nativePort,
  };
  if (asked.host !== '127.0.0.1' && asked.host !== '::1') {
    throw new EmbeddedFailure(
      `The embedded ClickHouse does not encrypt and listens on 127.0.0.1 or ::1 only, not ${asked.host}.`,
    );
  }
  const { readableDatabase, password = newPassword() } = options;
  if (readableDatabase !== undefined && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(readableDatabase)) {
    throw new EmbeddedFailure(
      `${JSON.stringify(readableDatabase)} cannot be the database that is read without a password: it wants a name of letters, digits and underscores.`,
    );
  }
  createDirectory(asked.dataDir);
  const args = ['--data-dir', asked.dataDir, '--host', asked.host, '--port', String(asked.port)];
  if (asked.nativePort !== undefined) args.push('--native-port', String(asked.nativePort));
  if (readableDatabase !== undefined) args.push('--readable', readableDatabase);
  const child = fork(builtMain(), args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: nodeFlags,
    env: { ...process.env, [passwordVariable]: sha256(password) },
  });
  const said = collectOutput(child, options.log ?? (() => {}));
  const exited = new Promise<void>((settle) => {
    child.once('close', () => settle());
    child.once('error', (error) => said.push(error.message) && settle());
  });
  const ready = new Promise<ReadyMessage>((settle) => child.once('message', settle as never));
  const tooLong = setTimeout(() => {
    said.push(`it did not answer within ${startsWithinMs / 1000} s`);
    child.kill('SIGKILL');
  }, startsWithinMs);
  const first = await Promise.race([ready, exited]);
  clearTimeout(tooLong);
  if (first === undefined) throw new EmbeddedFailure(explainFailedStart(said.join('\n'), asked));
  const pid = child.pid as number;
  return { ...first, user: servicesUser, password, pid, stop: () => stopChild(child, exited) };
}

/** 192 random bits. */
function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

function createDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new EmbeddedFailure(
      `The data directory ${path} cannot be created (${(cause as NodeJS.ErrnoException).code}): choose another, or make its parent writable.`,
      { cause },
    );
  }
}

/** The process itself does next to nothing in JavaScript. */
const nodeFlags = ['--max-semi-space-size=1', '--v8-pool-size=1'];

/** Tests run this file from `src`; the process is always the built one. */
function builtMain(): string {
  const main = fileURLToPath(new URL('../dist/clickhouse/main.js', import.meta.url));
  if (!existsSync(main)) {
    throw new EmbeddedFailure(`${main} is missing: build packages/embedded first (pnpm build).`);
  }
  return main;
}

/**
 * Hands each line on to `log`. What stderr says during the start is kept instead: a failed start explains
 * itself with it, otherwise it is the greeting of `clickhouse local`.
 */
function collectOutput(child: ChildProcess, log: (line: string) => void): string[] {
  const said: string[] = [];
  let keep = (line: string): void => void said.push(line);
  child.once('message', () => (keep = log));
  if (child.stdout) createInterface({ input: child.stdout }).on('line', log);
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => keep(line));
  return said;
}

async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  await exited;
  clearTimeout(kill);
}
