import { impact } from '@tallyboard/answers/impact';
import { readImpact } from '@tallyboard/answers/impact-request';
import { Refusal } from '@tallyboard/answers/refusal';
import type { Impact } from '@tallyboard/api/impact';
import type { FastifyInstance } from 'fastify';
import { freshnessOf } from '../freshness/freshness.js';
import { refuse } from '../http/refuse.js';
import { searchOf } from '../http/search.js';
import { whenOver } from '../http/when-over.js';
import type { MetricRouteDeps } from './metric-route.js';

/** GET /v1/impact: a metric before and after a change. */
export function registerImpact(app: FastifyInstance, deps: MetricRouteDeps): void {
  app.get('/v1/impact', async (request, reply) => {
    const asked = readImpact(searchOf(request));
    if (asked instanceof Refusal) return refuse(reply, asked);
    const leave = deps.places.take(request.tenant, request.client);
    if (leave instanceof Refusal) return refuse(reply, leave);
    whenOver(reply, leave);
    const { shard } = request;
    const completeTo = shard.progress.completeTo();
    const found = await impact(shard, request.tenant, asked, request.signal);
    if (found instanceof Refusal) return refuse(reply, found);
    const told: Impact = {
      ...found,
      freshness: freshnessOf(completeTo, shard.kafkaNow(), deps.liveWithinMs),
    };
    return told;
  });
}
