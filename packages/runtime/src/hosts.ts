import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawServerDefault,
} from 'fastify';

/**
 * Refuses requests that a browser sends for somebody else's page: those that ask for a name which is none of ours (a page
 * whose name was made to resolve to this machine), those that bring the origin of another page, and those of an image, a
 * script or a frame there, which bring none and read nothing, but would take up what its user's own wallboard may. An IP
 * address as the name cannot be made to resolve to anything else. Programs send neither origin nor site.
 */
export function guardHosts<L extends FastifyBaseLogger>(
  app: FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, L>,
  allowedHosts: readonly string[] = ['localhost'],
): void {
  const allowed = new Set(allowedHosts.map((name) => name.toLowerCase()));
  app.addHook('onRequest', async ({ headers }: FastifyRequest, reply: FastifyReply) => {
    const name = nameOf(headers.host);
    if (name === null || !(isIP(name) !== 0 || allowed.has(name)))
      return reply.code(421).send({
        error: {
          code: 'unknown_host',
          message: `this service is not known as ${JSON.stringify((headers.host ?? '').slice(0, 80))}: ask for it by its IP address or as localhost, or name it in TALLY_ALLOWED_HOSTS`,
          field: 'host',
        },
      });
    const { origin } = headers;
    if ((origin !== undefined && hostOf(origin) !== headers.host?.toLowerCase()) || isUsedElsewhere(headers))
      return reply.code(403).send({
        error: {
          code: 'foreign_origin',
          message: 'pages of another origin may not ask this service',
          field: 'origin',
        },
      });
  });
}

/** The name in a Host header, without port and brackets; null when it is none. */
function nameOf(host: string | undefined): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:/?#@\s]+))(?::\d{1,5})?$/i.exec(host ?? '');
  return match ? (match[1] ?? match[2] ?? '').toLowerCase().replace(/\.$/, '') : null;
}

/** By what a browser says of it (https://www.w3.org/TR/fetch-metadata/): a page of elsewhere may link here, and no more. */
function isUsedElsewhere(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'] ?? 'none';
  if (site === 'none' || site === 'same-origin') return false;
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
}

/** Name and port of an origin; null of what is none, such as `null`. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host.toLowerCase() : null;
}
