import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCredential, findCredential } from '../credentials.js';
import { beginAnew, freshLog, logsIn, prepareDataDir } from './data-dir.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tally-data-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('a data directory', () => {
  it('keeps its data, and loses them with fresh, but never its keys', () => {
    prepareDataDir(dir);
    mkdirSync(join(dir, 'kafka'));
    const { key } = createCredential(dir, { tenant: 'demo', scopes: ['read'] });
    prepareDataDir(dir);
    expect(existsSync(join(dir, 'kafka'))).toBe(true);
    beginAnew(dir);
    expect(existsSync(join(dir, 'kafka'))).toBe(false);
    expect(existsSync(logsIn(dir))).toBe(true);
    expect(findCredential(dir, 'demo', 'read')?.key).toBe(key);
  });

  it('is not taken over when something else is in it', () => {
    writeFileSync(join(dir, 'thesis.tex'), 'years of work');
    expect(() => prepareDataDir(dir)).toThrow(/is not empty and not a data directory of tally/);
    expect(existsSync(join(dir, 'thesis.tex'))).toBe(true);
  });

  it('may be given its keys before "tally up" has made it, and is made by that', () => {
    const fresh = join(dir, 'fresh');
    const { key } = createCredential(fresh, { tenant: 'acme', scopes: ['ingest'] });
    expect(statSync(fresh).mode & 0o777).toBe(0o700);
    prepareDataDir(fresh);
    expect(findCredential(fresh, 'acme', 'ingest')?.key).toBe(key);
  });

  it('is taken over when keys are all that is in it, as before it was marked with the first', () => {
    createCredential(dir, { tenant: 'acme', scopes: ['ingest'] });
    rmSync(join(dir, 'tallyboard.txt'));
    expect(() => prepareDataDir(dir)).not.toThrow();
  });

  it('is given no keys when something else is in it', () => {
    writeFileSync(join(dir, 'thesis.tex'), 'years of work');
    expect(() => createCredential(dir, { tenant: 'acme', scopes: ['ingest'] })).toThrow(
      /is not empty and not a data directory of tally/,
    );
    expect(readdirSync(dir)).toEqual(['thesis.tex']);
  });

  it('is made with its parents, and refused where none can be made', () => {
    prepareDataDir(join(dir, 'of', 'several'));
    expect(existsSync(logsIn(join(dir, 'of', 'several')))).toBe(true);
    expect(() => prepareDataDir('/proc/tally/data')).toThrow(
      /^The data directory \/proc\/tally\/data cannot be used \(E[A-Z]+\): choose another/,
    );
    writeFileSync(join(dir, 'file'), '');
    expect(() => prepareDataDir(join(dir, 'file'))).toThrow(/cannot be used \(ENOTDIR\)/);
  });

  it('is readable by its owner alone, also when it was made before', () => {
    chmodSync(dir, 0o755);
    prepareDataDir(dir);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    chmodSync(dir, 0o755);
    prepareDataDir(dir);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  it('keeps the log of the run before', () => {
    prepareDataDir(dir);
    writeFileSync(freshLog(dir, 'query'), 'first run');
    expect(freshLog(dir, 'query')).toBe(join(logsIn(dir), 'query.log'));
    expect(existsSync(join(logsIn(dir), 'query.previous.log'))).toBe(true);
  });
});
