import type { Catalogue } from '@tallyboard/api/query';
import { METRICS } from '@tallyboard/metrics/catalogue';
import { inPublic } from '@tallyboard/metrics/metric';
import type { FastifyInstance } from 'fastify';

/** GET /v1/metrics: what can be asked, what it means, and of whom. */
export function registerCatalogue(app: FastifyInstance): void {
  app.get(
    '/v1/metrics',
    async ({ tenant }): Promise<Catalogue> => ({ tenant, metrics: METRICS.map(inPublic) }),
  );
}
