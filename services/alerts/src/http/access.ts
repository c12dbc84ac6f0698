import type { Principal } from '@tallyboard/runtime/api-keys';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from './refuse.js';

export interface AccessOptions {
  keys: { authenticate(credentials: string | undefined): Principal | null } | null;
  /** Whose alerts are seen without a key; null: nobody's. */
  anonymousTenant: string | null;
  /** Whether these are acknowledged without a key, too. */
  anonymousAcknowledges: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    tenant: string;
    /** Who acts: what the key is called, else its id; or `the wall`. */
    actor: string;
  }
}

export const ACKNOWLEDGE = '/v1/alerts/:id/acknowledge';

/** Whoever reads needs a key with the scope read or alerts, whoever acts one with alerts. */
export function guardAccess(
  v1: FastifyInstance,
  { keys, anonymousTenant, anonymousAcknowledges }: AccessOptions,
) {
  v1.decorateRequest('tenant', '');
  v1.decorateRequest('actor', '');
  const principalOf = ({ headers: { authorization } }: FastifyRequest): Principal | null => {
    if (authorization !== undefined) return keys?.authenticate(authorization) ?? null;
    if (anonymousTenant === null) return null;
    return { tenant: anonymousTenant, keyId: 'the wall', scopes: ['read'] };
  };
  v1.addHook('onRequest', async (request, reply) => {
    const principal = principalOf(request);
    if (!principal)
      return request.headers.authorization === undefined
        ? refuse(reply, 401, 'no_key', 'an API key is needed: send it as Authorization: Bearer <key>')
        : refuse(reply, 401, 'unknown_key', 'this API key is not known here');
    const { tenant, keyId, label, scopes } = principal;
    if (!scopes.includes('read') && !scopes.includes('alerts'))
      return refuse(
        reply,
        403,
        'wrong_scope',
        'this API key may not read alerts: it wants the scope read or alerts',
      );
    Object.assign(request, { tenant, actor: label ?? keyId });
    if (request.method === 'GET' || request.method === 'HEAD' || scopes.includes('alerts')) return;
    if (request.headers.authorization !== undefined)
      return refuse(reply, 403, 'wrong_scope', 'this API key may only read: it wants the scope alerts');
    if (!anonymousAcknowledges || request.routeOptions.url !== ACKNOWLEDGE)
      return refuse(
        reply,
        401,
        'no_key',
        'whoever acts needs an API key with the scope alerts: send it as Authorization: Bearer <key>',
      );
  });
  return {
    /** Whether the key of a request, which may have been open for long, is still one. */
    isStillIn: (request: FastifyRequest): boolean => principalOf(request)?.tenant === request.tenant,
  };
}
