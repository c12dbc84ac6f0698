import { once } from 'node:events';
import { expect, test } from 'vitest';
import { groupMembers } from './group-members.test-support.js';
import { spawnGuarded } from './guard.js';

test('the command keeps the pid, its arguments and its exit code', async () => {
  const child = spawnGuarded('/bin/sh', ['-c', 'echo $$ "$1"; exit 7', 'sh', 'two words'], process.env);
  const [[said], [code]] = await Promise.all([once(child.stdout, 'data'), once(child, 'close')]);
  expect(String(said)).toBe(`${child.pid} two words\n`);
  expect(code).toBe(7);
});

test('the command is asked to end when the pipe to this process closes', async () => {
  const child = spawnGuarded('sleep', ['60'], process.env);
  await once(child, 'spawn');
  child.stdin.destroy();
  expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
});

test('nothing of the guard is left when the command ends by itself', async () => {
  const child = spawnGuarded('true', [], process.env);
  await once(child, 'close');
  child.stdin.destroy();
  await expect.poll(() => groupMembers(child.pid as number)).toEqual([]);
});
