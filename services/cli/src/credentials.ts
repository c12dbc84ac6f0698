import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addApiKey,
  createApiKey,
  listApiKeys,
  removeApiKeys,
  SCOPES,
  type Scope,
} from '@tallyboard/runtime/api-keys';
import { Failure } from '@tallyboard/runtime/failure';
import { withFileLock } from '@tallyboard/runtime/file-lock';
import { z } from 'zod';
import { claimDataDir } from './up/data-dir.js';

/** Hashed keys, which the services read. */
export const keysFileIn = (dataDir: string): string => join(dataDir, 'api-keys.json');
/** The same keys in clear, for the commands of whoever may read the file: mode 0600. */
export const credentialsFileIn = (dataDir: string): string => join(dataDir, 'credentials.json');

const file = z.object({
  keys: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      tenant: z.string(),
      scopes: z.array(z.enum(SCOPES)),
      label: z.string().optional(),
    }),
  ),
});

export type Credential = z.infer<typeof file>['keys'][number];

/** The keys kept in a data directory; none when there is no file yet. */
export function readCredentials(dataDir: string): Credential[] {
  const path = credentialsFileIn(dataDir);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new Failure(
      `The credentials in ${path} cannot be read (${code}): run as the user who ran "tally up".`,
    );
  }
  try {
    return file.parse(JSON.parse(text)).keys;
  } catch {
    throw new Failure(`${path} does not hold credentials: remove it and make keys with "tally keys create".`);
  }
}

/** Makes a key: its hash goes to the services' key file, and the key itself to the credentials unless `keep` is false. */
export function createCredential(
  dataDir: string,
  options: { tenant: string; scopes: Scope[]; label?: string; keep?: boolean },
): Credential {
  const { keep = true, ...asked } = options;
  claimDataDir(dataDir);
  readCredentials(dataDir);
  const { key, record } = createApiKey(asked);
  const { sha256: _hash, ...known } = record;
  const credential: Credential = { ...known, key };
  addApiKey(keysFileIn(dataDir), record);
  if (keep) change(dataDir, (kept) => [...kept, credential]);
  return credential;
}

/** A key by all that is known of it. */
export interface KnownKey extends Omit<Credential, 'key'> {
  /** In the services' key file. A key that is not opens nothing. */
  opens: boolean;
  /** In clear among the credentials, where the commands find it. */
  kept: boolean;
}

/** Every key that opens something, and every one that is kept. */
export function knownKeys(dataDir: string): KnownKey[] {
  const known = new Map<string, KnownKey>();
  for (const { sha256: _hash, ...record } of listApiKeys(keysFileIn(dataDir)))
    known.set(record.id, { ...record, opens: true, kept: false });
  for (const { key: _key, ...credential } of readCredentials(dataDir))
    known.set(credential.id, { ...credential, opens: known.has(credential.id), kept: true });
  return [...known.values()];
}

/** Takes keys out of wherever they are: they open nothing from then on. */
export function revokeKeys(dataDir: string, ids: readonly string[]): void {
  removeApiKeys(keysFileIn(dataDir), ids);
  if (readCredentials(dataDir).some(({ id }) => ids.includes(id)))
    change(dataDir, (kept) => kept.filter(({ id }) => !ids.includes(id)));
}

/** The newest kept key that may do `scope` for `tenant`. */
export function findCredential(dataDir: string, tenant: string, scope: Scope): Credential | null {
  return (
    readCredentials(dataDir).findLast((each) => each.tenant === tenant && each.scopes.includes(scope)) ?? null
  );
}

/** Changes the credentials, one process at a time. */
function change(dataDir: string, to: (kept: Credential[]) => Credential[]): void {
  const path = credentialsFileIn(dataDir);
  withFileLock(`${path}.lock`, () => {
    const keys = to(readCredentials(dataDir));
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600 });
    chmodSync(fresh, 0o600);
    renameSync(fresh, path);
  });
}
