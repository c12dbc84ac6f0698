import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify } from '@tallyboard/embedded/identity';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tallyIn } from '../testing/tally.js';
import { prepareDataDir } from './data-dir.js';
import { occupy, runningIn } from './running.js';

let dir: string;
let other: ChildProcess;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tally-running-'));
  other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(other, 'spawn');
});
afterEach(async () => {
  if (other.exitCode === null && other.signalCode === null) {
    other.kill('SIGKILL');
    await once(other, 'exit');
  }
  rmSync(dir, { recursive: true });
});

/** As if another `tally up` had the directory. */
const occupiedByOther = (dataDir: string) =>
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify(identify(other.pid as number)));

describe('a data directory in use', () => {
  it('is one process alone, until it leaves', () => {
    const leave = occupy(dir);
    expect(runningIn(dir)).toBe(process.pid);
    expect(() => occupy(dir)).toThrow(`as process ${process.pid}: stop that one first`);
    leave();
    expect(runningIn(dir)).toBeNull();
    occupy(dir)();
  });

  it('is free again when its process was killed', async () => {
    occupiedByOther(dir);
    expect(runningIn(dir)).toBe(other.pid);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(runningIn(dir)).toBeNull();
    occupy(dir)();
  });

  it('is free when another process has got the same pid since', () => {
    writeFileSync(join(dir, 'running.json'), JSON.stringify({ pid: process.pid, started: 'long ago' }));
    expect(runningIn(dir)).toBeNull();
  });

  it('is no lack to doctor: its ports are taken by the stack that runs', async () => {
    const data = join(dir, 'data');
    prepareDataDir(data);
    const before = await tallyIn(dir)(['doctor']);
    expect(before.stdout).toMatch(/Port 3000/);
    occupiedByOther(data);
    const { stdout } = await tallyIn(dir)(['doctor']);
    expect(stdout).not.toMatch(/Port \d/);
    expect(stdout).toMatch(`"tally up" runs with the data of ${data}, as process ${other.pid}.`);
    expect(JSON.parse((await tallyIn(dir)(['doctor', '--json'])).stdout)).toMatchObject({
      running: other.pid,
    });
  });

  it.each([[['up']], [['up', '--fresh']]])(
    '%s leaves its data alone, and names the process',
    async (args) => {
      const data = join(dir, 'data');
      prepareDataDir(data);
      mkdirSync(join(data, 'kafka'));
      writeFileSync(join(data, 'kafka', 'log'), 'what was acknowledged');
      occupiedByOther(data);
      const { code, stderr } = await tallyIn(dir)(args);
      expect([code, stderr]).toEqual([
        1,
        `"tally up" runs already with the data of ${data}, as process ${other.pid}: stop that one first (Ctrl-C where it runs, or "kill ${other.pid}"), or choose another directory with --data-dir or TALLY_DATA_DIR.\n`,
      ]);
      expect(readFileSync(join(data, 'kafka', 'log'), 'utf8')).toBe('what was acknowledged');
      expect(existsSync(join(data, 'running.json'))).toBe(true);
    },
  );
});
