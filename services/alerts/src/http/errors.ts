import { Failure } from '@tallyboard/runtime/failure';
import type { FastifyError, FastifyInstance } from 'fastify';
import { refuse } from './refuse.js';

/** Every error has the form of those that routes answer; what nobody expected stays in the log. */
export function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler(({ method, url }, reply) =>
    refuse(
      reply,
      404,
      'not_found',
      `there is no ${method} ${url.split('?')[0]!.slice(0, 100)}; /openapi.json has what there is`,
    ),
  );
  app.setErrorHandler((error: FastifyError, { log, url }, reply) => {
    if (error instanceof Failure) {
      log.error({ err: error }, 'a dependency does not answer');
      return refuse(reply, 503, 'unavailable', error.message);
    }
    const status = error.statusCode ?? 500;
    if (status < 500) return refuse(reply, status, 'bad_request', error.message);
    log.error({ err: error, url }, 'unexpected error');
    return refuse(
      reply,
      500,
      'internal',
      'something went wrong here; the log of the alerts service has the details',
    );
  });
}
