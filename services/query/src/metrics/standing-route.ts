import { Refusal } from '@tallyboard/answers/refusal';
import { standing } from '@tallyboard/answers/standing';
import { readStanding } from '@tallyboard/answers/standing-request';
import type { Standing } from '@tallyboard/api/standing';
import type { FastifyInstance } from 'fastify';
import { freshnessOf } from '../freshness/freshness.js';
import { refuse } from '../http/refuse.js';
import { searchOf } from '../http/search.js';
import { whenOver } from '../http/when-over.js';
import type { MetricRouteDeps } from './metric-route.js';

/** GET /v1/standing: each rep against the others of the office. */
export function registerStanding(app: FastifyInstance, deps: MetricRouteDeps): void {
  app.get('/v1/standing', async (request, reply) => {
    const asked = readStanding(searchOf(request));
    if (asked instanceof Refusal) return refuse(reply, asked);
    const leave = deps.places.take(request.tenant, request.client);
    if (leave instanceof Refusal) return refuse(reply, leave);
    whenOver(reply, leave);
    const { shard } = request;
    const completeTo = shard.progress.completeTo();
    const found = await standing(shard, request.tenant, asked, request.signal);
    if (found instanceof Refusal) return refuse(reply, found);
    const told: Standing = {
      ...found,
      freshness: freshnessOf(completeTo, shard.kafkaNow(), deps.liveWithinMs),
    };
    return told;
  });
}
