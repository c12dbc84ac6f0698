import { askedSpan } from '@tallyboard/answers/asked-span';
import { EVER, problemsOf } from '@tallyboard/answers/quality';
import { Refusal } from '@tallyboard/answers/refusal';
import type { DataQuality } from '@tallyboard/api/query';
import { localIso } from '@tallyboard/calendar/periods';
import type { FastifyInstance } from 'fastify';
import type { Places } from '../access/places.js';
import { refuse } from '../http/refuse.js';
import { searchOf } from '../http/search.js';
import { whenOver } from '../http/when-over.js';

export interface QualityRouteDeps {
  places: Places;
  /** Epoch ms. */
  now(): number;
}

/** GET /v1/data-quality: what was taken although it looks wrong, by source. */
export function registerQuality(app: FastifyInstance, { places, now }: QualityRouteDeps): void {
  app.get('/v1/data-quality', async (request, reply) => {
    const { tenant, signal } = request;
    const search = searchOf(request);
    const within = askedSpan(search, now());
    if (within instanceof Refusal) return refuse(reply, within);
    const leave = places.take(tenant, request.client);
    if (leave instanceof Refusal) return refuse(reply, leave);
    whenOver(reply, leave);
    const shown = (seconds: number) =>
      within === EVER ? null : localIso(seconds, search.get('tz') ?? 'UTC');
    const told: DataQuality = {
      tenant,
      from: shown(within.from),
      to: shown(within.to),
      problems: await problemsOf(request.shard.database, tenant, within, signal),
    };
    return told;
  });
}
