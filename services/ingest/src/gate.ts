import type { KeyStore, Principal } from '@tallyboard/runtime/api-keys';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from './admission.js';
import type { Publisher } from './publisher.js';
import { type Refusal, unavailable } from './refusal.js';
import { STREAM_BYTES } from './stream.js';

/** A request that was let in: for whom, and its place, which whoever works on it gives back. */
export interface Pass {
  tenant: string;
  release(): void;
}

/** Decides before a body is read whether it may come in: by its key, by the room there is, by whether Kafka takes events. */
export function openGate(
  request: FastifyRequest,
  { keys, admission, publisher, maxBodyBytes }: GateOptions,
): { ok: true; pass: Pass } | { ok: false; refusal: Refusal } {
  const { authorization } = request.headers;
  const principal = keys.authenticate(authorization);
  const forbidden = refusalOf(principal, authorization);
  if (!principal || forbidden) return { ok: false, refusal: forbidden! };
  const away = publisher.unavailable();
  if (away) return { ok: false, refusal: unavailable(away.message) };
  const admitted = admission.admit(principal.tenant, bytesOf(request, maxBodyBytes));
  if (!admitted.ok) return { ok: false, refusal: BUSY[admitted.reason] };
  return { ok: true, pass: { tenant: principal.tenant, release: admitted.release } };
}

export interface GateOptions {
  keys: KeyStore;
  admission: Admission;
  publisher: Publisher;
  maxBodyBytes: number;
}

/** Gives the place back when the answer is out or its reader gone, unless a handler has taken it over. */
export function releaseAfter(reply: FastifyReply, pass: Pass & { handled?: boolean }): void {
  const release = () => {
    if (!pass.handled) pass.release();
  };
  reply.raw.once('finish', release);
  reply.raw.once('close', release);
}

const BUSY: Record<'tenant full' | 'full', Refusal> = {
  'tenant full': {
    status: 429,
    code: 'too_many_requests',
    message: 'This tenant has too much in work: wait for answers before sending more.',
    retryAfterS: 1,
  },
  full: {
    status: 503,
    code: 'overloaded',
    message: 'The service has as much in work as it can hold: send the same events again in a moment.',
    retryAfterS: 1,
  },
};

function refusalOf(principal: Principal | null, authorization: string | undefined): Refusal | null {
  if (!principal)
    return {
      status: 401,
      code: 'unauthorized',
      message: authorization
        ? 'This API key is not known.'
        : 'An API key is missing: send the header "Authorization: Bearer <key>".',
    };
  if (principal.scopes.includes('ingest')) return null;
  return {
    status: 403,
    code: 'forbidden',
    message: 'This API key may not send events: use one with the scope ingest.',
    allowed: ['ingest'],
  };
}

/** What the request will hold in memory: a stream its window, a body its length or, when it does not say, the longest. */
function bytesOf(request: FastifyRequest, maxBodyBytes: number): number {
  if (/^application\/x-ndjson\b/i.test(request.headers['content-type'] ?? '')) return STREAM_BYTES;
  const length = Number(request.headers['content-length'] ?? maxBodyBytes);
  return Math.min(length, maxBodyBytes);
}
