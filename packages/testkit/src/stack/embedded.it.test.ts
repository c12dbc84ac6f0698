import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTestStack } from '../stack.js';

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'tallyboard-testkit-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

test('a stack of its own answers, and leaves no data and no listener when it stops', async () => {
  const stack = await startTestStack({});
  expect(stack.backend).toBe('embedded');
  expect(readdirSync(temporary)).toHaveLength(1);
  expect((await fetch(`${stack.clickhouseUrl}/ping`)).ok).toBe(true);
  await stack.stop();
  expect(readdirSync(temporary)).toEqual([]);
  await expect(fetch(`${stack.clickhouseUrl}/ping`)).rejects.toThrow();
});
