import { answer } from '@tallyboard/answers/answer';
import { readMetricRequest } from '@tallyboard/answers/metric-request';
import { Refusal } from '@tallyboard/answers/refusal';
import type { Answer } from '@tallyboard/api/query';
import type { FastifyInstance } from 'fastify';
import type { Places } from '../access/places.js';
import { freshnessOf } from '../freshness/freshness.js';
import { refuse } from '../http/refuse.js';
import { queryStringOf } from '../http/search.js';
import { whenOver } from '../http/when-over.js';

export interface MetricRouteDeps {
  places: Places;
  liveWithinMs: number;
  /** Epoch ms. */
  now(): number;
}

/** GET /v1/metrics/{name}: one metric over a period, split and filtered. */
export function registerMetric(app: FastifyInstance, deps: MetricRouteDeps): void {
  app.get<{ Params: { name: string } }>('/v1/metrics/:name', async (request, reply) => {
    const asked = readMetricRequest(request.params.name, queryStringOf(request));
    if (asked instanceof Refusal) return refuse(reply, asked);
    const leave = deps.places.take(request.tenant, request.client);
    if (leave instanceof Refusal) return refuse(reply, leave);
    whenOver(reply, leave);
    const { shard } = request;
    // Before the query: what is complete by now is in what ClickHouse reads later.
    const completeTo = shard.progress.completeTo();
    // A client that goes away takes its query along.
    const found = await answer(shard, request.tenant, asked, request.signal);
    if (found instanceof Refusal) return refuse(reply, found);
    const told: Answer = {
      ...found.answer,
      freshness: freshnessOf(completeTo, shard.kafkaNow(), deps.liveWithinMs),
    };
    return told;
  });
}
