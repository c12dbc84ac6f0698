import { Refusal } from '@tallyboard/answers/refusal';
import { readTimeline, timeline } from '@tallyboard/answers/timeline';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../http/refuse.js';
import { searchOf } from '../http/search.js';
import { whenOver } from '../http/when-over.js';
import type { MetricRouteDeps } from './metric-route.js';

/** GET /v1/timeline/{entity}/{id}: everything that was said of a thing, in the order in which it happened. */
export function registerTimeline(app: FastifyInstance, deps: MetricRouteDeps): void {
  app.get<{ Params: { entity: string; id: string } }>('/v1/timeline/:entity/:id', async (request, reply) => {
    if (!request.seesEvents) return refuse(reply, NOT_FOR_ALL);
    const asked = readTimeline(request.params.entity, request.params.id, searchOf(request));
    if (asked instanceof Refusal) return refuse(reply, asked);
    const leave = deps.places.take(request.tenant, request.client);
    if (leave instanceof Refusal) return refuse(reply, leave);
    whenOver(reply, leave);
    const found = await timeline(request.shard.database, request.tenant, asked, request.signal);
    return found instanceof Refusal ? refuse(reply, found) : found;
  });
}

const NOT_FOR_ALL = new Refusal(
  403,
  'wrong_scope',
  'a timeline shows the events themselves: it wants an API key with the scope events, which tally keys create makes',
  { field: 'scope', allowed: ['events'] },
);
