import type { FastifyReply } from 'fastify';

/** Calls `then` when the client has the answer, or is gone; it may be called twice. */
export function whenOver(reply: FastifyReply, then: () => void): void {
  reply.raw.once('finish', then);
  reply.raw.once('close', then);
}
