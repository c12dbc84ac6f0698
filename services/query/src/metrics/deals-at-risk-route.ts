import { dealsAtRisk, readAtRisk } from '@tallyboard/answers/deals-at-risk';
import { Refusal } from '@tallyboard/answers/refusal';
import type { DealsAtRisk } from '@tallyboard/api/deals';
import type { FastifyInstance } from 'fastify';
import { freshnessOf } from '../freshness/freshness.js';
import { refuse } from '../http/refuse.js';
import { searchOf } from '../http/search.js';
import { whenOver } from '../http/when-over.js';
import type { MetricRouteDeps } from './metric-route.js';

/** GET /v1/deals-at-risk: open deals that may be lost, and why; one by one for who may see what numbers are made of. */
export function registerDealsAtRisk(app: FastifyInstance, deps: MetricRouteDeps): void {
  app.get('/v1/deals-at-risk', async (request, reply) => {
    const asked = readAtRisk(searchOf(request));
    if (asked instanceof Refusal) return refuse(reply, asked);
    const leave = deps.places.take(request.tenant, request.client);
    if (leave instanceof Refusal) return refuse(reply, leave);
    whenOver(reply, leave);
    const { shard } = request;
    const completeTo = shard.progress.completeTo();
    const found = await dealsAtRisk(
      shard,
      request.tenant,
      request.seesEvents ? asked : { ...asked, limit: 0 },
      request.signal,
    );
    const told: DealsAtRisk = {
      ...found,
      deals: request.seesEvents ? found.deals : null,
      freshness: freshnessOf(completeTo, shard.kafkaNow(), deps.liveWithinMs),
    };
    return told;
  });
}
