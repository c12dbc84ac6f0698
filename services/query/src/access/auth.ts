import { Refusal } from '@tallyboard/answers/refusal';
import type { Principal } from '@tallyboard/runtime/api-keys';

export interface AuthOptions {
  /** Of an API key file; absent: no key is known. */
  keys: { authenticate(credentials: string | undefined): Principal | null } | null;
  /** The tenant that requests without a key read; null: they are refused. */
  anonymousTenant: string | null;
}

/** Who reads whose data. */
export interface Reader {
  tenant: string;
  /** Null: without a key. */
  keyId: string | null;
  /** Whether it may read the events themselves, and not only what they add up to. */
  seesEvents: boolean;
  /** Who sets goals with it: what the key is called, else its id; null: it may not. */
  setsBy: string | null;
}

/** Gives what a request with this Authorization header may read. */
export type Authorize = (authorization: string | undefined) => Reader | Refusal;

export function createAuthorize({ keys, anonymousTenant }: AuthOptions): Authorize {
  return (authorization) => {
    if (authorization === undefined)
      return anonymousTenant === null
        ? new Refusal(401, 'no_key', 'an API key is needed: send it as Authorization: Bearer <key>')
        : { tenant: anonymousTenant, keyId: null, seesEvents: false, setsBy: null };
    const principal = keys?.authenticate(authorization) ?? null;
    if (!principal) return new Refusal(401, 'unknown_key', 'this API key is not known here');
    if (!principal.scopes.includes('read'))
      return new Refusal(403, 'wrong_scope', 'this API key may not read', {
        field: 'scope',
        allowed: ['read'],
      });
    const { tenant, keyId, label, scopes } = principal;
    return {
      tenant,
      keyId,
      seesEvents: scopes.includes('events'),
      setsBy: scopes.includes('alerts') ? (label ?? keyId) : null,
    };
  };
}
