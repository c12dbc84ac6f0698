import { AREAS } from '@tallyboard/metrics/catalogue';
import { INDICATORS, type Indicator } from '@tallyboard/metrics/metric';
import type { FastifyInstance } from 'fastify';
import { definitionsPage } from './definitions-page.js';

/** GET /definitions: what every metric means, for people; `indicator` leaves the others out. It is the same for everyone. */
export function registerDefinitions(app: FastifyInstance): void {
  const pages = new Map<Indicator | null, string>(
    [null, ...INDICATORS].map((indicator) => [indicator, definitionsPage(AREAS, indicator)]),
  );
  app.get<{ Querystring: { indicator?: string | string[] } }>('/definitions', async ({ query }, reply) => {
    const asked = query.indicator ?? null;
    const page = pages.get(asked as Indicator | null);
    if (page === undefined)
      return reply
        .code(404)
        .type('text/plain; charset=utf-8')
        .send(`There is no such indicator; there are ${INDICATORS.join(', ')}.\n`);
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  });
}
