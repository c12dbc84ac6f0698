import type { FastifyRequest } from 'fastify';

/** The query string as it was sent, so that repeated and empty parameters keep their meaning. */
export function searchOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(queryStringOf(request));
}

/** What follows the first `?`. */
export function queryStringOf(request: FastifyRequest): string {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
}
