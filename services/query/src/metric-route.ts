import type { FastifyInstance } from 'fastify';
import { type Answering, answer } from './answer.js';
import { freshnessOf, type Progress } from './freshness.js';
import { readMetricRequest } from './metric-request.js';
import type { Places } from './places.js';
import { Refusal } from './refusal.js';
import { refuse } from './refuse.js';
import { queryStringOf } from './search.js';
import { whenOver } from './when-over.js';

export interface MetricRouteDeps extends Answering {
  places: Places;
  progress: Progress;
  liveWithinMs: number;
  /** Epoch ms by Kafka's clock. */
  kafkaNow(): number;
}

/** GET /v1/metrics/{name}: one metric over a period, split and filtered. */
export function registerMetric(app: FastifyInstance, deps: MetricRouteDeps): void {
  app.get<{ Params: { name: string } }>('/v1/metrics/:name', async (request, reply) => {
    const asked = readMetricRequest(request.params.name, queryStringOf(request));
    if (asked instanceof Refusal) return refuse(reply, asked);
    const leave = deps.places.take(request.tenant, request.client);
    if (leave instanceof Refusal) return refuse(reply, leave);
    whenOver(reply, leave);
    // Before the query: what is complete by now is in what ClickHouse reads later.
    const completeTo = deps.progress.completeTo();
    // A client that goes away takes its query along.
    const found = await answer(deps, request.tenant, asked, request.signal);
    if (found instanceof Refusal) return refuse(reply, found);
    return { ...found.answer, freshness: freshnessOf(completeTo, deps.kafkaNow(), deps.liveWithinMs) };
  });
}
