import type { Refusal } from '@tallyboard/answers/refusal';
import type { FastifyReply } from 'fastify';

/** Answers with the refusal's status and body. */
export function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (refusal.status === 401) reply.header('www-authenticate', 'Bearer realm="tallyboard"');
  if (refusal.status === 503 || refusal.status === 429)
    reply.header('retry-after', String(refusal.retryAfterS));
  return reply.code(refusal.status).send(refusal.body);
}
