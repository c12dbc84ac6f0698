import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withFileLock } from './file-lock.js';

describe('withFileLock', () => {
  let folder: string;
  let lock: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tally-lock-'));
    lock = join(folder, 'keys.lock');
  });
  afterEach(() => {
    vi.useRealTimers();
    rmSync(folder, { recursive: true });
  });

  it('is there while work runs, and gone when it has ended or failed', () => {
    expect(withFileLock(lock, () => existsSync(lock))).toBe(true);
    const fail = () => {
      throw new Error('no');
    };
    expect(() => withFileLock(lock, fail)).toThrow('no');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('breaks the lock of a process that was killed', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(lock, `${pid} ${hostname()}`);
    expect(withFileLock(lock, () => 'done')).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['a process that runs', `${process.pid} ${hostname()}`],
    ['a process of another machine', '1 elsewhere.example'],
  ])('waits for %s, and says in the end what to do', (_whose, owner) => {
    writeFileSync(lock, owner);
    let nowMs = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => (nowMs += 5_000));
    expect(() => withFileLock(lock, () => 'done')).toThrow(
      `Another process has kept ${lock} for 10 s: wait for it, or remove that file when nothing runs any more.`,
    );
    vi.restoreAllMocks();
  });
});
