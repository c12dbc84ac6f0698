import { Refusal } from '@tallyboard/answers/refusal';
import { readRetention, retention } from '@tallyboard/answers/retention';
import type { Retention } from '@tallyboard/api/query';
import type { FastifyInstance } from 'fastify';
import { freshnessOf } from '../freshness/freshness.js';
import { refuse } from '../http/refuse.js';
import { searchOf } from '../http/search.js';
import { whenOver } from '../http/when-over.js';
import type { MetricRouteDeps } from './metric-route.js';

/** GET /v1/retention: customers by the month in which they first paid, and what became of them since. */
export function registerRetention(app: FastifyInstance, deps: MetricRouteDeps): void {
  app.get('/v1/retention', async (request, reply) => {
    const asked = readRetention(searchOf(request), deps.now());
    if (asked instanceof Refusal) return refuse(reply, asked);
    const leave = deps.places.take(request.tenant, request.client);
    if (leave instanceof Refusal) return refuse(reply, leave);
    whenOver(reply, leave);
    const { shard } = request;
    const completeTo = shard.progress.completeTo();
    const found = await retention(shard, request.tenant, asked, request.signal);
    if (found instanceof Refusal) return refuse(reply, found);
    const told: Retention = {
      ...found,
      freshness: freshnessOf(completeTo, shard.kafkaNow(), deps.liveWithinMs),
    };
    return told;
  });
}
