import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addApiKey, createApiKey, listApiKeys, loadKeyStore, removeApiKeys } from './api-keys.js';
import { Failure } from './failure.js';

describe('API keys', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tally-keys-'));
    file = join(folder, 'deep', 'keys.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const add = (tenant = 'acme') => {
    const made = createApiKey({ tenant, scopes: ['ingest', 'read'], label: 'phones' });
    addApiKey(file, made.record);
    return made;
  };

  it('keeps a hash of the key and not the key', () => {
    const { key, record } = createApiKey({ tenant: 'acme', scopes: ['read'] });
    expect(key).toMatch(/^tally_[0-9a-f]{12}_[0-9a-f]{48}$/);
    expect(JSON.stringify(record)).not.toContain(key.split('_')[2]);
    expect(record).toMatchObject({ tenant: 'acme', scopes: ['read'] });
  });

  it('refuses a tenant that would not fit a Kafka key', () => {
    expect(() => createApiKey({ tenant: 'a/b', scopes: ['read'] })).toThrow(Failure);
  });

  it('knows a key as header and alone, with its name, tenant and scopes', () => {
    const { key, record } = add();
    const store = loadKeyStore(file);
    const principal = { keyId: record.id, label: record.label, tenant: 'acme', scopes: ['ingest', 'read'] };
    expect(store.authenticate(`Bearer ${key}`)).toEqual(principal);
    expect(store.authenticate(`bearer ${key}`)).toEqual(principal);
    expect(store.authenticate(key)).toEqual(principal);
  });

  it('knows nobody else', () => {
    const { key } = add();
    const store = loadKeyStore(file);
    const other = createApiKey({ tenant: 'acme', scopes: ['ingest'] }).key;
    const lastChanged = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
    for (const credentials of [
      undefined,
      '',
      'Bearer ',
      'Bearer x',
      other,
      lastChanged,
      `${key}0`,
      `Basic ${key}`,
    ])
      expect(store.authenticate(credentials), credentials).toBeNull();
  });

  it('takes a key that was added a moment ago', () => {
    add();
    const store = loadKeyStore(file);
    const { key } = add('globex');
    expect(store.authenticate(key)?.tenant).toBe('globex');
  });

  it('forgets a key that was taken out at once, and no other', () => {
    const revoked = add();
    const kept = add();
    const store = loadKeyStore(file);
    expect(store.authenticate(revoked.key)).not.toBeNull();
    removeApiKeys(file, [revoked.record.id]);
    expect(store.authenticate(revoked.key)).toBeNull();
    expect(store.authenticate(kept.key)?.tenant).toBe('acme');
    expect(listApiKeys(file)).toEqual([kept.record]);
  });

  it('goes on with what it knows when the file is broken, says so once, and takes the mended file', () => {
    const { key } = add();
    const problems: string[] = [];
    const store = loadKeyStore(file, { onProblem: ({ message }) => problems.push(message) });
    writeFileSync(file, '{"keys":[');
    expect(store.authenticate(key)?.tenant).toBe('acme');
    expect(store.authenticate(key)?.tenant).toBe('acme');
    expect(problems).toEqual([
      `The API key file ${file} does not hold API keys: restore it, or make its keys anew.`,
    ]);
    writeFileSync(file, '{"keys":[]}');
    expect(store.authenticate(key)).toBeNull();
  });

  it('lets nobody in when the file is gone', () => {
    const { key } = add();
    const store = loadKeyStore(file);
    rmSync(file);
    expect(store.authenticate(key)).toBeNull();
    expect(listApiKeys(file)).toEqual([]);
  });

  it('loses no key when several processes write the file at once', async () => {
    const [processes, each] = [4, 25];
    const script = `
      import { addApiKey, createApiKey } from ${JSON.stringify(new URL('../dist/api-keys.js', import.meta.url).href)};
      for (let n = 0; n < ${each}; n += 1)
        addApiKey(process.argv[1], createApiKey({ tenant: 'acme', scopes: ['read'] }).record);`;
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, file]);
    await Promise.all(Array.from({ length: processes }, run));
    expect(new Set(listApiKeys(file).map(({ id }) => id)).size).toBe(processes * each);
    expect(readdirSync(dirname(file))).toEqual(['keys.json']);
  });

  it('says in one sentence what to do when there is no such file to begin with', () => {
    expect(() => loadKeyStore(file)).toThrow(
      `The API key file ${file} is not there: set TALLY_API_KEYS_FILE to one that tally wrote.`,
    );
  });

  it('keeps the file to its owner', () => {
    add();
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});
