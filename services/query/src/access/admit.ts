import { Refusal } from '@tallyboard/answers/refusal';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../http/refuse.js';
import { whenOver } from '../http/when-over.js';
import type { ServedShard } from '../shards/served-shard.js';
import { type AuthOptions, createAuthorize } from './auth.js';
import { type Client, clientOf } from './client.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose data a request below /v1 reads. */
    tenant: string;
    /** The shard that has them. */
    shard: ServedShard;
    /** Whom it is counted for. */
    client: Client;
    /** Whether it may read the events themselves. */
    seesEvents: boolean;
    /** Who sets goals by this request; null: it may not. */
    setsBy: string | null;
    /** Whether its key still lets it in. */
    mayStillRead(): boolean;
    /** Whether that shard still has them. */
    isStillThere(): boolean;
  }
}

export interface AdmitOptions extends AuthOptions {
  /** An answer that is not read within this time is not kept any longer. */
  readWithinMs: number;
  /** Throws a Failure where it is not known here. */
  shardOf(tenant: string): ServedShard;
}

/** Lets requests in by their key, and answers go when nobody reads them. */
export function admit(v1: FastifyInstance, { readWithinMs, shardOf, ...auth }: AdmitOptions): void {
  const authorize = createAuthorize(auth);
  v1.decorateRequest('tenant', '');
  v1.decorateRequest('shard');
  v1.decorateRequest('client');
  v1.decorateRequest('seesEvents', false);
  v1.decorateRequest('setsBy', null);
  v1.decorateRequest('mayStillRead', () => false);
  v1.decorateRequest('isStillThere', () => false);
  v1.addHook('onRequest', async (request, reply) => {
    const { authorization } = request.headers;
    const reader = authorize(authorization);
    if (reader instanceof Refusal) return refuse(reply, reader);
    request.tenant = reader.tenant;
    request.shard = shardOf(reader.tenant);
    request.seesEvents = reader.seesEvents;
    request.setsBy = reader.setsBy;
    request.client = clientOf(reader.keyId, request.ip);
    request.mayStillRead = () => {
      const now = authorize(authorization);
      return !(now instanceof Refusal) && now.tenant === reader.tenant;
    };
    request.isStillThere = () => {
      try {
        return shardOf(reader.tenant) === request.shard;
      } catch {
        return false;
      }
    };
  });
  v1.addHook('onSend', async (_request, reply) => {
    const timer = setTimeout(() => reply.raw.destroy(), readWithinMs).unref();
    whenOver(reply, () => clearTimeout(timer));
  });
}
