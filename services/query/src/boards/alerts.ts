import proxy from '@fastify/http-proxy';
import type { FastifyInstance } from 'fastify';

const PATHS = ['/v1/alerts', '/v1/alert-rules', '/v1/alert-silences', '/v1/alert-deliveries'];
/** What a client may say to the alerts service through this one. */
const PASSED = ['authorization', 'accept', 'content-type', 'content-length', 'last-event-id'];

/** Passes requests about alerts on to the service that has them, so that a page needs one address; it checks their keys itself. */
export async function passOnAlerts(app: FastifyInstance, url: string): Promise<void> {
  for (const prefix of PATHS)
    await app.register(proxy, {
      upstream: url,
      prefix,
      rewritePrefix: prefix,
      httpMethods: ['GET', 'POST', 'PUT', 'DELETE'],
      disableRequestLogging: true,
      replyOptions: {
        rewriteRequestHeaders: (_request, headers) =>
          Object.fromEntries(Object.entries(headers).filter(([name]) => PASSED.includes(name))),
        onError: (reply) =>
          reply.code(502).send({
            error: { code: 'no_alerts', message: 'the alerts service does not answer: see its log' },
          }),
      },
    });
}
