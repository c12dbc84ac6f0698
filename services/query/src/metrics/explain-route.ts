import { explain } from '@tallyboard/answers/explain';
import { LIMITS } from '@tallyboard/answers/limits';
import { readMetricRequest } from '@tallyboard/answers/metric-request';
import { badParameter, Refusal, shorten } from '@tallyboard/answers/refusal';
import type { Explanation } from '@tallyboard/api/query';
import type { FastifyInstance } from 'fastify';
import { freshnessOf } from '../freshness/freshness.js';
import { refuse } from '../http/refuse.js';
import { queryStringOf } from '../http/search.js';
import { whenOver } from '../http/when-over.js';
import type { MetricRouteDeps } from './metric-route.js';

/** How many are listed where nobody says. */
export const LISTED = 20;

/** GET /v1/explain/{name}: the events behind a number, and the number that they give. */
export function registerExplain(app: FastifyInstance, deps: MetricRouteDeps): void {
  app.get<{ Params: { name: string } }>('/v1/explain/:name', async (request, reply) => {
    if (!request.seesEvents) return refuse(reply, NOT_FOR_ALL);
    const search = new URLSearchParams(queryStringOf(request));
    const limit = limitOf(search.getAll('limit'));
    if (limit instanceof Refusal) return refuse(reply, limit);
    search.delete('limit');
    const asked = readMetricRequest(request.params.name, search.toString());
    if (asked instanceof Refusal) return refuse(reply, asked);
    const leave = deps.places.take(request.tenant, request.client);
    if (leave instanceof Refusal) return refuse(reply, leave);
    whenOver(reply, leave);
    const { shard } = request;
    const completeTo = shard.progress.completeTo();
    const found = await explain(shard, request.tenant, asked, limit, request.signal);
    if (found instanceof Refusal) return refuse(reply, found);
    const told: Explanation = {
      ...found,
      answer: { ...found.answer, freshness: freshnessOf(completeTo, shard.kafkaNow(), deps.liveWithinMs) },
    };
    return told;
  });
}

const NOT_FOR_ALL = new Refusal(
  403,
  'wrong_scope',
  'an explanation shows the events themselves: it wants an API key with the scope events, which tally keys create makes',
  { field: 'scope', allowed: ['events'] },
);

function limitOf(given: readonly string[]): number | Refusal {
  const [text = String(LISTED), ...more] = given;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return more.length === 0 && limit <= LIMITS.listed
    ? limit
    : badParameter(
        'limit',
        `limit is a whole number up to ${LIMITS.listed}, given once, not ${JSON.stringify(shorten(given.join(', ')))}`,
      );
}
