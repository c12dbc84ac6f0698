import type { FastifyReply } from 'fastify';

/** Answers with what is wrong; `details`: each of several things. */
export const refuse = (
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
  details?: readonly unknown[],
): FastifyReply =>
  reply.code(status).send({ error: { code, message, ...(details === undefined ? {} : { details }) } });

export const noSuch = (reply: FastifyReply, what: string, name: string): FastifyReply =>
  refuse(reply, 404, `no_such_${what}`, `there is no ${what} ${JSON.stringify(name.slice(0, 80))}`);

export const tooMany = (reply: FastifyReply): FastifyReply =>
  refuse(
    reply,
    503,
    'busy',
    'too many histories are asked for at once: ask again when some have been answered',
  );
