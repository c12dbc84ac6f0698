import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimDataDir, layout } from './data-dir.js';
import { identify } from './identity.js';

let dir: string;
const log: string[] = [];
const say = (line: string) => void log.push(line);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tallyboard-claim-'));
  log.length = 0;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const nobody = { pid: process.pid, started: 'another time' };

test('a directory in use is refused until it is released', async () => {
  const claim = await claimDataDir(dir, say);
  await expect(claimDataDir(dir, say)).rejects.toThrow(
    `The data directory ${dir} is in use by the Kafka of process ${process.pid}: stop that one, or choose another directory.`,
  );
  claim.release();
  (await claimDataDir(dir, say)).release();
});

test('a claim of a process that has gone is taken over, even when its pid is used again', async () => {
  writeFileSync(layout(dir).claim, JSON.stringify({ owner: nobody }));
  (await claimDataDir(dir, say)).release();
  expect(log).toEqual([]);
});

test('a broker that outlived its owner is stopped first', async () => {
  const left = spawn('sleep', ['60']);
  const ended = once(left, 'exit');
  writeFileSync(layout(dir).claim, JSON.stringify({ owner: nobody, broker: identify(left.pid as number) }));
  (await claimDataDir(dir, say)).release();
  expect((await ended)[1]).toBe('SIGTERM');
  expect(log).toEqual([expect.stringMatching(/^Stopping the Kafka .* left behind/)]);
});

test('a stranger that got the pid of a broker which has gone is left alone', async () => {
  const stranger = spawn('sleep', ['60']);
  const broker = { pid: stranger.pid, started: 'another time' };
  writeFileSync(layout(dir).claim, JSON.stringify({ owner: nobody, broker }));
  (await claimDataDir(dir, say)).release();
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill();
});

test('a file that is no claim is replaced', async () => {
  writeFileSync(layout(dir).claim, '');
  (await claimDataDir(dir, say)).release();
});

test('a directory that cannot be made is named', async () => {
  writeFileSync(join(dir, 'file'), '');
  await expect(claimDataDir(join(dir, 'file'), say)).rejects.toThrow(
    /cannot be written \(EEXIST\): make it writable/,
  );
  await expect(claimDataDir(join(dir, 'file', 'below'), say)).rejects.toThrow(
    /cannot be written \(ENOTDIR\)/,
  );
});

test('a directory that Kafka would take for two is refused', async () => {
  await expect(claimDataDir(`${dir}/one, two`, say)).rejects.toThrow(/has a comma in its name/);
});
