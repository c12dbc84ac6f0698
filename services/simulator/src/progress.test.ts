import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadProgress, type Progress, saveProgress } from './progress.js';

const progress: Progress = {
  seed: 7,
  size: 4,
  firstStartMs: 1_700_000_000_000,
  historyFromMs: 1_690_000_000_000,
  sentToMs: 1_695_000_000_000,
  rush: null,
};
let dir: string;
let path: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tally-progress-'));
  path = join(dir, 'simulator.json');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('the progress of a company', () => {
  it('is remembered with its first start, for the company of that seed and size alone', async () => {
    await saveProgress(path, progress);
    expect(await loadProgress(path, 7, 4)).toEqual(progress);
    expect(await loadProgress(path, 7, 1)).toBeNull();
    expect(await loadProgress(path, 8, 4)).toBeNull();
  });

  it('of before there were sizes and first starts goes on as the usual company, without stories of its start', async () => {
    const { size: _size, firstStartMs: _start, ...old } = progress;
    await writeFile(path, JSON.stringify(old));
    expect(await loadProgress(path, 7, 1)).toEqual({ ...old, size: 1, firstStartMs: null });
  });

  it.each(['{}', '[]', 'null', '{"seed":7'])('is refused when the file holds %s', async (text) => {
    await writeFile(path, text);
    await expect(loadProgress(path, 7, 1)).rejects.toThrow('TALLY_SIMULATOR_STATE');
  });
});
