import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkRequirements } from '../requirements.js';
import { diskRequirement, memoryRequirement, portRequirement } from './room.js';
import { mavenRequirement, nodeRequirement, platformRequirement } from './software.js';

test.each([
  ['20.20.0', true],
  ['22.1.0', true],
  ['20.19.5', false],
  ['18.20.4', false],
])('Node.js %s: %s', (version, ok) => {
  expect(nodeRequirement(version)).toMatchObject({ found: version, ok });
});

test.each([
  ['linux', 'x64', '2.36', true],
  ['linux', 'arm64', '2.36', true],
  ['linux', 'x64', undefined, false],
  ['linux', 's390x', '2.36', false],
  ['darwin', 'arm64', undefined, true],
  ['win32', 'x64', undefined, false],
])('%s %s with glibc %s: %s', (platform, arch, glibc, ok) => {
  expect(platformRequirement(platform, arch, glibc)).toMatchObject({ ok });
});

test('Maven is needed only as long as Kafka has not been downloaded', () => {
  const TALLY_CACHE_DIR = join(tmpdir(), 'tallyboard-no-such-cache');
  expect(mavenRequirement({ TALLY_CACHE_DIR, PATH: '' })).toMatchObject({
    needed: 'once, to download Kafka',
    found: null,
    ok: false,
    hint: expect.stringContaining('Install Maven'),
  });
});

test('memory below what the idle stack takes is not enough', () => {
  expect(memoryRequirement(1.5e9)).toMatchObject({ found: '1.5 GB available', ok: false });
  expect(memoryRequirement(2e9)).toMatchObject({ ok: true });
});

test('the disk of a directory that does not exist yet is the one it would be on', async () => {
  const [here, below] = await Promise.all([
    diskRequirement(tmpdir()),
    diskRequirement(join(tmpdir(), 'not', 'there', 'yet')),
  ]);
  expect(below.found).toBe(here.found);
});

test('a port that is taken is named, with what it was for', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => squatter.once('listening', resolve));
  const { port } = squatter.address() as { port: number };
  expect(await portRequirement('Kafka', port)).toEqual({
    name: `Port ${port}`,
    needed: 'free, for Kafka',
    found: 'taken',
    ok: false,
    hint: `Stop what listens on port ${port}, or choose another port for Kafka.`,
  });
  squatter.close();
});

test('the whole list, with a sentence for each', async () => {
  const all = await checkRequirements({ env: { PATH: '', TALLY_CACHE_DIR: tmpdir() } });
  expect(all.map(({ name }) => name)).toEqual(['Node.js', 'Java', 'Maven', 'Platform', 'Disk', 'Memory']);
  for (const { hint } of all) expect(hint).toMatch(/^[A-Z].*\.$/);
  expect(all[1]).toMatchObject({ found: null, ok: false });
});
