import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from './failure.js';
import { withFileLock } from './file-lock.js';

export const SCOPES = ['ingest', 'read', 'events', 'alerts', 'erase', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What is kept of a key: enough to recognise it, not enough to use it. */
export interface ApiKeyRecord {
  id: string;
  /** Hex, of the whole key. It has 192 random bits, so a slow hash would add nothing. */
  sha256: string;
  tenant: string;
  scopes: Scope[];
  label?: string;
}

/** Fits a Kafka key, a URL and a file name without quoting. */
export function isTenant(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text);
}

/**
 * Changes the records in the file, for its owner alone; one process at a time, so that nothing that another one
 * changes is lost. Readers see the old file or the new one, never half of it.
 */
export function changeKeyFile(path: string, change: (keys: ApiKeyRecord[]) => ApiKeyRecord[]): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  withFileLock(`${path}.lock`, () => {
    const keys = change(existsSync(path) ? readKeyFile(path) : []);
    const written = `${path}.${randomBytes(4).toString('hex')}`;
    writeFileSync(written, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600 });
    renameSync(written, path);
  });
}

/** Throws a Failure when the file is not there or does not hold keys. */
export function readKeyFile(path: string): ApiKeyRecord[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read';
    throw new Failure(`The API key file ${path} ${why}: set TALLY_API_KEYS_FILE to one that tally wrote.`, {
      cause: error,
    });
  }
  const keys = parse(text)?.keys;
  if (!Array.isArray(keys) || !keys.every(isRecord))
    throw new Failure(`The API key file ${path} does not hold API keys: restore it, or make its keys anew.`);
  return keys;
}

function parse(text: string): { keys?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is ApiKeyRecord {
  const record = (value ?? {}) as Partial<ApiKeyRecord>;
  return (
    typeof record.id === 'string' &&
    /^[0-9a-f]{64}$/.test(record.sha256 ?? '') &&
    isTenant(record.tenant ?? '') &&
    Array.isArray(record.scopes) &&
    record.scopes.every((scope) => SCOPES.includes(scope))
  );
}
