import type { IncomingMessage } from 'node:http';
import type { KeyStore, Principal } from '@tallyboard/runtime/api-keys';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Admission, Permit } from './admission.js';
import { CONTENT_TYPES } from './content-types.js';
import { busy, type Refusal, tooLong, unavailable } from './refusal.js';
import type { PublisherOf } from './tenant-publisher.js';

/** A request that was let in: for whom, and its permit. */
export interface Pass {
  sender: Principal;
  permit: Permit;
  /** Whether its key still opens: keys are revoked, and a body may take hours. */
  isWelcome(): boolean;
}

export interface GateOptions {
  keys: KeyStore;
  admission: Admission;
  publisherOf: PublisherOf;
  maxBodyBytes: number;
}

/** Decides before a body is read whether it may come in: by its key, by the room there is, by whether Kafka takes events. */
export function openGate(
  { headers }: FastifyRequest,
  { keys, admission, publisherOf, maxBodyBytes }: GateOptions,
): { ok: true; pass: Pass } | { ok: false; refusal: Refusal } {
  const { authorization } = headers;
  const principal = keys.authenticate(authorization);
  const wrong = refusalOf(principal, authorization) ?? wrongHeaders(headers, maxBodyBytes);
  if (!principal || wrong) return { ok: false, refusal: wrong! };
  const away = publisherOf(principal.tenant).unavailable();
  if (away) return { ok: false, refusal: unavailable(away.message) };
  const admitted = admission.admit(principal);
  if (!admitted.ok) return { ok: false, refusal: busy(admitted.reason) };
  const { permit } = admitted;
  // Whether it would fit; nothing of it is here yet.
  const full = permit.hold(declaredBytes(headers));
  if (full) {
    permit.release();
    return { ok: false, refusal: busy(full) };
  }
  permit.hold(0);
  const isWelcome = () => {
    const now = keys.authenticate(authorization);
    return now?.tenant === principal.tenant && maySend(now);
  };
  return { ok: true, pass: { sender: principal, permit, isWelcome } };
}

/**
 * Gives the permit back when nobody needs it any more: the answer is out, or its reader gone, and what `work` was given is
 * done.
 */
export function releaseAfter(reply: FastifyReply, permit: Permit): Pick<Admitted, 'work'> {
  let isWorking = false;
  let isOut = false;
  const look = () => {
    if (isOut && !isWorking) permit.release();
  };
  const out = () => {
    isOut = true;
    look();
  };
  reply.raw.once('finish', out);
  reply.raw.once('close', out);
  return {
    async work(run) {
      isWorking = true;
      try {
        return await run();
      } finally {
        isWorking = false;
        look();
      }
    },
  };
}

/** A request that was let in, and is under way. */
export interface Admitted extends Pass {
  work<T>(run: () => Promise<T>): Promise<T>;
}

function refusalOf(principal: Principal | null, authorization: string | undefined): Refusal | null {
  if (!principal)
    return {
      status: 401,
      code: 'unauthorized',
      message: authorization
        ? 'This API key is not known.'
        : 'An API key is missing: send the header "Authorization: Bearer <key>".',
    };
  if (maySend(principal)) return null;
  return {
    status: 403,
    code: 'forbidden',
    message: 'This API key may not send events: use one with the scope ingest.',
    allowed: ['ingest'],
  };
}

/** Which events, is asked of each of them. */
const maySend = ({ scopes }: Principal): boolean => scopes.includes('ingest') || scopes.includes('erase');

type Headers = IncomingMessage['headers'];

function wrongHeaders(headers: Headers, maxBodyBytes: number): Refusal | null {
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return ENCODED;
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !UTF8.has(charset.toLowerCase())) return CHARSET;
  return declaredBytes(headers) > maxBodyBytes ? tooLong(maxBodyBytes) : null;
}

/** What a JSON body says that it will have; a stream keeps little of what comes, whatever its length. */
function declaredBytes(headers: Headers): number {
  const isStream = (headers['content-type'] ?? '').toLowerCase().startsWith(CONTENT_TYPES.lines);
  return isStream ? 0 : Number(headers['content-length'] ?? 0);
}

/** ASCII is UTF-8. */
const UTF8 = new Set(['utf-8', 'utf8', 'us-ascii']);

const ENCODED: Refusal = {
  status: 415,
  code: 'unsupported_encoding',
  message: 'Bodies are taken uncompressed only.',
  field: 'content-encoding',
  allowed: ['identity'],
};

const CHARSET: Refusal = {
  status: 415,
  code: 'unsupported_charset',
  message: 'Bodies are taken in UTF-8 only.',
  field: 'content-type',
  allowed: ['utf-8'],
};
