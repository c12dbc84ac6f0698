import type { Principal } from '@tallyboard/runtime/api-keys';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from './refuse.js';

export interface AccessOptions {
  keys: { authenticate(credentials: string | undefined): Principal | null } | null;
  /** Whose alerts are seen without a key; null: nobody's. */
  anonymousTenant: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    tenant: string;
    /** Who acts: the id of the key, or `the wall`. */
    actor: string;
    mayAct: boolean;
  }
}

/** Whoever reads needs a key with the scope read or alerts, whoever acts one with alerts. */
export function guardAccess(v1: FastifyInstance, { keys, anonymousTenant }: AccessOptions) {
  v1.decorateRequest('tenant', '');
  v1.decorateRequest('actor', '');
  v1.decorateRequest('mayAct', false);
  const principalOf = ({
    headers: { authorization },
  }: FastifyRequest): Pick<Principal, 'tenant' | 'keyId' | 'scopes'> | null => {
    if (authorization !== undefined) return keys?.authenticate(authorization) ?? null;
    if (anonymousTenant === null) return null;
    return { tenant: anonymousTenant, keyId: 'the wall', scopes: ['read', 'alerts'] };
  };
  v1.addHook('onRequest', async (request, reply) => {
    const principal = principalOf(request);
    if (!principal)
      return request.headers.authorization === undefined
        ? refuse(reply, 401, 'no_key', 'an API key is needed: send it as Authorization: Bearer <key>')
        : refuse(reply, 401, 'unknown_key', 'this API key is not known here');
    const { tenant, keyId, scopes } = principal;
    if (!scopes.includes('read') && !scopes.includes('alerts'))
      return refuse(
        reply,
        403,
        'wrong_scope',
        'this API key may not read alerts: it wants the scope read or alerts',
      );
    const mayAct = scopes.includes('alerts');
    Object.assign(request, { tenant, actor: keyId, mayAct });
    if (request.method !== 'GET' && request.method !== 'HEAD' && !mayAct)
      return refuse(reply, 403, 'wrong_scope', 'this API key may only read: it wants the scope alerts');
  });
  return {
    /** Whether the key of a request, which may have been open for long, is still one. */
    isStillIn: (request: FastifyRequest): boolean => principalOf(request)?.tenant === request.tenant,
  };
}
