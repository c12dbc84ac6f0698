import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Failure } from './failure.js';
import { type ApiKeyRecord, changeKeyFile, isTenant, readKeyFile, type Scope } from './key-file.js';
import { watchFile } from './watch-file.js';

export { type ApiKeyRecord, SCOPES, type Scope } from './key-file.js';

/** Who a request speaks for. */
export interface Principal {
  keyId: string;
  /** What whoever made the key calls it. */
  label?: string;
  tenant: string;
  scopes: readonly Scope[];
}

export interface KeyStore {
  /** Takes an Authorization header ("Bearer <key>") or a bare key. */
  authenticate(credentials: string | undefined): Principal | null;
}

/** Makes a key. It is shown this once: only the record is kept. */
export function createApiKey(options: { tenant: string; scopes: Scope[]; label?: string }): {
  key: string;
  record: ApiKeyRecord;
} {
  const { tenant, scopes, label } = options;
  if (!isTenant(tenant))
    throw new Failure(
      `${JSON.stringify(tenant)} is no tenant: it takes 1 to 64 letters, digits, '.', '_' or '-'.`,
    );
  const id = randomBytes(6).toString('hex');
  const key = `tally_${id}_${randomBytes(24).toString('hex')}`;
  const record: ApiKeyRecord = { id, sha256: sha256(key).toString('hex'), tenant, scopes };
  return { key, record: label === undefined ? record : { ...record, label } };
}

/** The records in a key file; none when there is no such file yet. */
export function listApiKeys(path: string): ApiKeyRecord[] {
  return existsSync(path) ? readKeyFile(path) : [];
}

/** Adds a record to a key file, which is made (for its owner alone) when there is none. */
export function addApiKey(path: string, record: ApiKeyRecord): void {
  changeKeyFile(path, (keys) => [...keys, record]);
}

/** Takes keys out of a key file: services that read it refuse them from their next request on, and end their streams. */
export function removeApiKeys(path: string, ids: readonly string[]): void {
  if (existsSync(path)) changeKeyFile(path, (keys) => keys.filter(({ id }) => !ids.includes(id)));
}

/**
 * The keys in a file that `addApiKey` wrote. The file is looked at whenever somebody asks, so that a key which was
 * taken out opens nothing from then on. A file that has become unreadable changes nothing but is reported; one that is
 * gone takes its keys along. Throws a Failure when there is no such file, or none of keys, to begin with.
 */
export function loadKeyStore(
  path: string,
  { onProblem = () => {} }: { onProblem?: (problem: Failure) => void } = {},
): KeyStore {
  const file = watchFile(path);
  file.changed();
  let keys = byId(readKeyFile(path));

  const look = () => {
    const change = file.changed();
    if (change === 'gone') keys = new Map();
    if (change !== 'changed') return;
    try {
      keys = byId(readKeyFile(path));
    } catch (error) {
      onProblem(error as Failure);
    }
  };
  return {
    authenticate(credentials) {
      const match = KEY.exec(credentials ?? '');
      if (!match) return null;
      const [, key, id] = match as unknown as [string, string, string];
      look();
      const known = keys.get(id);
      const same = timingSafeEqual(sha256(key), known?.hash ?? NO_HASH);
      return known && same ? known.principal : null;
    },
  };
}

const KEY = /^(?:bearer +)?(tally_([a-z0-9]{6,32})_[A-Za-z0-9]{16,128})$/i;
const NO_HASH = Buffer.alloc(32);

const sha256 = (key: string) => createHash('sha256').update(key).digest();

function byId(records: ApiKeyRecord[]): Map<string, { hash: Buffer; principal: Principal }> {
  return new Map(
    records.map(({ id, sha256, tenant, scopes, label }) => {
      const principal = { keyId: id, tenant, scopes, ...(label === undefined ? {} : { label }) };
      return [id, { hash: Buffer.from(sha256, 'hex'), principal }];
    }),
  );
}
