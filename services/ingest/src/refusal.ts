import type { FastifyReply } from 'fastify';

/** Why a request is not answered with 202: what is wrong, and what to do. */
export interface Refusal {
  status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 429 | 500 | 503;
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

export const KAFKA_AWAY_RETRY_S = 5;

export const unavailable = (message: string): Refusal => ({
  status: 503,
  code: 'kafka_unavailable',
  message: `${message} Send the same events again later: what arrived twice counts once.`,
  retryAfterS: KAFKA_AWAY_RETRY_S,
});
