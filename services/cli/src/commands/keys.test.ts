import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeyStore } from '@tallyboard/runtime/api-keys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tallyIn } from '../testing/tally.js';

let dir: string;
let tally: ReturnType<typeof tallyIn>;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-keys-'));
  tally = tallyIn(dir);
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('API keys', () => {
  it('are kept for their owner alone, and listed without being shown', async () => {
    const { stdout } = await tally([
      'keys',
      'create',
      '--tenant',
      'acme',
      '--scopes',
      'ingest,read',
      '--label',
      'crm',
    ]);
    const key = stdout.trim();
    const credentials = join(dir, 'data', 'credentials.json');
    expect(readFileSync(credentials, 'utf8')).toContain(key);
    expect(statSync(credentials).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dir, 'data', 'api-keys.json'), 'utf8')).not.toContain(key);
    const list = await tally(['keys', 'list']);
    expect(list.stdout).toMatch(/acme +ingest,read +crm/);
    expect(list.stdout + list.stderr).not.toContain(key);
  });

  const create = async (...args: string[]) =>
    (await tally(['keys', 'create', '--tenant', 'acme', '--scopes', 'read', ...args])).stdout.trim();
  const idOf = (key: string) => key.split('_')[1]!;

  it('are all listed, with where they are kept', async () => {
    const [kept, shownOnce] = [await create(), await create('--no-keep')];
    const lost = await create();
    const file = join(dir, 'data', 'api-keys.json');
    const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys: { id: string }[] };
    writeFileSync(file, JSON.stringify({ keys: keys.filter(({ id }) => id !== idOf(lost)) }));
    const { stdout } = await tally(['keys', 'list']);
    expect(stdout).toMatch(new RegExp(`${idOf(kept)} .*as hash and in clear\\n`));
    expect(stdout).toMatch(new RegExp(`${idOf(shownOnce)} .*as hash\\n`));
    expect(stdout).toMatch(new RegExp(`${idOf(lost)} .*no service knows it: it opens nothing\\n`));
    expect(JSON.parse((await tally(['keys', 'list', '--json'])).stdout).keys).toHaveLength(3);
  });

  it('open nothing once they are revoked, by id or by the key itself, and are kept nowhere', async () => {
    const [first, second, kept] = [await create(), await create('--no-keep'), await create()];
    const store = loadKeyStore(join(dir, 'data', 'api-keys.json'));
    const { code, stdout } = await tally(['keys', 'revoke', idOf(first), second]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Key ${idOf(first)} opens nothing of acme any more`));
    expect(stdout).toMatch(new RegExp(`Key ${idOf(second)} opens nothing of acme any more`));
    expect([first, second, kept].map((key) => store.authenticate(key) !== null)).toEqual([
      false,
      false,
      true,
    ]);
    const credentials = readFileSync(join(dir, 'data', 'credentials.json'), 'utf8');
    expect([first, second, kept].map((key) => credentials.includes(key))).toEqual([false, false, true]);
  });

  it('are refused by name when there is none of that id, and then none is revoked', async () => {
    const key = await create();
    const id = idOf(key);
    const other = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
    const { code, stdout, stderr } = await tally(['keys', 'revoke', id, other]);
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      `There is no key "${other}", and nothing was revoked: did you mean ${id}?\n`,
    ]);
    expect(loadKeyStore(join(dir, 'data', 'api-keys.json')).authenticate(key)).not.toBeNull();
  });
});
