import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { Failure } from './failure.js';

/**
 * Runs `work` while no other process runs work under the same lock file, which is there for as long. The lock of a
 * process that was killed is broken. Throws a Failure when another process keeps it for longer than any work takes.
 */
export function withFileLock<T>(path: string, work: () => T): T {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!take(path)) {
    breakStale(path);
    if (Date.now() > giveUpAt)
      throw new Failure(
        `Another process has kept ${path} for ${PATIENCE_MS / 1_000} s: wait for it, or remove that file when nothing runs any more.`,
      );
    rest();
  }
  try {
    return work();
  } finally {
    unlinkSync(path);
  }
}

/** Work under a lock reads and writes a small file. */
const PATIENCE_MS = 10_000;
const REST_MS = 10;

const OWNER = `${process.pid} ${hostname()}`;

function take(path: string): boolean {
  try {
    writeFileSync(path, OWNER, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes the lock of a process of this machine that is no more. Only who holds a second lock may do that, so that
 * nobody removes the lock that another has taken meanwhile.
 */
function breakStale(path: string): void {
  const breaking = `${path}.breaking`;
  if (!isStale(path) || !take(breaking)) return;
  try {
    if (isStale(path)) unlinkSync(path);
  } finally {
    unlinkSync(breaking);
  }
}

function isStale(path: string): boolean {
  try {
    const [pid, host] = readFileSync(path, 'utf8').split(' ');
    if (!pid || host !== hostname()) return false;
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** The callers are synchronous, and so is the wait. */
function rest(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, REST_MS);
}
