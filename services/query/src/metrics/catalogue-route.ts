import { METRICS, type Metric } from '@tallyboard/metrics/catalogue';
import type { FastifyInstance } from 'fastify';

/** GET /v1/metrics: what can be asked, what it means, and of whom. */
export function registerCatalogue(app: FastifyInstance): void {
  app.get('/v1/metrics', async ({ tenant }) => ({ tenant, metrics: METRICS.map(publicMetric) }));
}

/** How it is computed stays inside. */
export function publicMetric({ formula: _, ...rest }: Metric): Omit<Metric, 'formula'> {
  return rest;
}
