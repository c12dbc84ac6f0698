import type { FastifyReply } from 'fastify';
import type { Full } from './admission.js';

/** Why a request is not answered with 202: what is wrong, and what to do. */
export interface Refusal {
  status: 400 | 401 | 403 | 404 | 405 | 408 | 413 | 415 | 429 | 431 | 500 | 503;
  code: string;
  message: string;
  field?: string;
  allowed?: string[];
  /** When to try again, seconds. */
  retryAfterS?: number;
}

/** Sends `{ error: { code, message, field?, allowed? } }`, with what `beside` adds. */
export function refuse(reply: FastifyReply, refusal: Refusal, beside: object = {}): FastifyReply {
  const { status, retryAfterS, ...error } = refusal;
  if (retryAfterS !== undefined) reply.header('retry-after', String(retryAfterS));
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(status).send({ error, ...beside });
}

export const tooLong = (maxBodyBytes: number): Refusal => ({
  status: 413,
  code: 'body_too_large',
  message: `The body is longer than ${maxBodyBytes} bytes: send several, or NDJSON, which may have any length.`,
});

export const KAFKA_AWAY_RETRY_S = 5;

/** Why there is no room for a request, or for more of it. */
export const busy = (reason: Full): Refusal => BUSY[reason];

const BUSY: Record<Full, Refusal> = {
  'key full': {
    status: 429,
    code: 'too_many_requests',
    message: 'This API key has too many requests open: wait for answers, or send more events in each.',
    retryAfterS: 1,
  },
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

export const unavailable = (message: string): Refusal => ({
  status: 503,
  code: 'kafka_unavailable',
  message: `${message} Send the same events again later: what arrived twice counts once.`,
  retryAfterS: KAFKA_AWAY_RETRY_S,
});
