import { forecast, readForecast } from '@tallyboard/answers/forecast';
import { Refusal } from '@tallyboard/answers/refusal';
import type { Forecast } from '@tallyboard/api/deals';
import type { FastifyInstance } from 'fastify';
import { freshnessOf } from '../freshness/freshness.js';
import { refuse } from '../http/refuse.js';
import { searchOf } from '../http/search.js';
import { whenOver } from '../http/when-over.js';
import type { MetricRouteDeps } from './metric-route.js';

/** GET /v1/forecast: the open pipeline, each stage weighed by how many of its deals are won. */
export function registerForecast(app: FastifyInstance, deps: MetricRouteDeps): void {
  app.get('/v1/forecast', async (request, reply) => {
    const asked = readForecast(searchOf(request));
    if (asked instanceof Refusal) return refuse(reply, asked);
    const leave = deps.places.take(request.tenant, request.client);
    if (leave instanceof Refusal) return refuse(reply, leave);
    whenOver(reply, leave);
    const { shard } = request;
    const completeTo = shard.progress.completeTo();
    const found = await forecast(shard, request.tenant, asked, request.signal);
    if (found instanceof Refusal) return refuse(reply, found);
    const told: Forecast = {
      ...found,
      freshness: freshnessOf(completeTo, shard.kafkaNow(), deps.liveWithinMs),
    };
    return told;
  });
}
