import type * as TimelineApi from '@tallyboard/api/timeline';
import type { Entity } from '@tallyboard/contracts/events';
import { ENTITIES, idFieldOf } from '@tallyboard/contracts/registry';
import { factOfEntity } from '@tallyboard/facts/facts';
import type { Database } from '../database.js';
import { instant, saidOf, shownColumns } from '../explain/said.js';
import { LIMITS } from '../limits.js';
import { badParameter, Refusal, shorten, unknownWord } from '../refusal.js';
import { correctionsOf } from './corrections.js';
import { BEGINNING, eventsSql, mergedSql, type Place, type PlaceRow, placesSql } from './timeline-sql.js';

export interface TimelineRequest {
  entity: Entity;
  id: string;
  limit: number;
  after: Place;
}

/** What may be said of which part of a timeline. */
export const TIMELINE_PARAMETERS = ['limit', 'after'] as const;
/** How many events a page has where nobody says. */
export const USUAL_EVENTS = 100;
/** Merges in a row that are followed. */
const MOST_HOPS = 16;

/** Reads what is asked: of which thing, and which page. */
export function readTimeline(entity: string, id: string, search: URLSearchParams): TimelineRequest | Refusal {
  const known = ENTITIES.find((each) => each === entity);
  if (!known) return unknownWord('entity', entity, 'what has a timeline', ENTITIES);
  for (const name of search.keys())
    if (!TIMELINE_PARAMETERS.some((each) => each === name))
      return unknownWord('parameter', name, 'a parameter of a timeline', TIMELINE_PARAMETERS);
  const text = search.get('limit') ?? String(USUAL_EVENTS);
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > LIMITS.listed)
    return badParameter(
      'limit',
      `limit is ${JSON.stringify(shorten(text))} but wants a whole number from 1 to ${LIMITS.listed}`,
    );
  const after = placeIn(search.get('after'));
  if (!after) return badParameter('after', 'after is not what an earlier page had as next: begin without it');
  return { entity: known, id, limit, after };
}

/** Everything that was said of a thing and of what belongs to it, in the order in which it happened, with what corrected what. */
export async function timeline(
  database: Database,
  tenant: string,
  { entity, id, limit, after }: TimelineRequest,
  signal?: AbortSignal,
): Promise<TimelineApi.Timeline | Refusal> {
  const merged = await mergedInto(database, tenant, entity, id, signal);
  const ids = [id, ...merged];
  const [at, ofEntity, ofId, source, event_id, digest] = after;
  const rows = await database.rows<PlaceRow>(
    placesSql(entity, limit + 1),
    { tenant, ids, at, entity: ofEntity, id: ofId, source, event_id, digest },
    signal,
  );
  if (rows.length === 0 && after === BEGINNING)
    return new Refusal(
      404,
      'nothing_said',
      `nothing was ever said of ${entity} ${JSON.stringify(shorten(id))}`,
      {
        field: 'id',
      },
    );
  const page = rows.slice(0, limit);
  const known = new Map<string, TimelineApi.TimelineEvent>();
  for (const each of new Set(page.map((row) => row.entity))) {
    const found = await eventsOf(
      database,
      tenant,
      each,
      page.filter(({ entity: own }) => own === each),
      signal,
    );
    if (found.length > LIMITS.listedRows)
      return badParameter('limit', `these have more than ${LIMITS.listedRows} events: ask for fewer`);
    for (const { key, event } of found)
      known.set(key, { ...event, is_related: each !== entity || !ids.includes(event.id) });
  }
  const last = page.at(-1);
  return {
    tenant,
    entity,
    id,
    merged,
    events: page.flatMap((row) => known.get(keyOf(row.entity, row)) ?? []),
    next: last && rows.length > limit ? nextOf(last) : null,
  };
}

async function mergedInto(
  database: Database,
  tenant: string,
  entity: Entity,
  id: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const sql = mergedSql(entity);
  const found = new Set<string>();
  for (let hop = 0, ids = [id]; sql !== null && ids.length > 0 && hop < MOST_HOPS; hop += 1) {
    const rows = await database.rows<{ id: string }>(sql, { tenant, ids }, signal);
    ids = rows.map((row) => row.id).filter((each) => each !== id && !found.has(each));
    for (const each of ids) found.add(each);
  }
  return [...found];
}

interface Identity {
  id: string;
  source: string;
  event_id: string;
  digest: number;
}

const keyOf = (entity: Entity, { id, source, event_id, digest }: Identity): string =>
  JSON.stringify([entity, id, source, event_id, Number(digest)]);

/** Some events of an entity, each with what it corrects and what corrected it; and those events. */
async function eventsOf(
  database: Database,
  tenant: string,
  entity: Entity,
  places: readonly Identity[],
  signal: AbortSignal | undefined,
): Promise<{ key: string; event: Omit<TimelineApi.TimelineEvent, 'is_related'> }[]> {
  const columns = shownColumns(entity);
  const rows = await database.rows<Record<string, unknown>>(
    eventsSql(
      entity,
      columns.map(({ name }) => name),
    ),
    {
      tenant,
      ids: [...new Set(places.map(({ id }) => id))],
      events: [...new Set(places.map(({ event_id }) => event_id))],
    },
    signal,
  );
  const fact = factOfEntity(entity);
  const placedBy = fact?.placement === 'fixed' ? fact.bucketing[0]! : null;
  // Of a call or an order the instant is part of which one it is.
  const groups = new Map<string, Record<string, unknown>[]>();
  for (const row of rows) {
    const group = JSON.stringify([row.told_of, placedBy === null ? null : row[placedBy]]);
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const events = group.map(
      ({ told_of, digest: _, type, source, event_id, occurred_at, recorded_at, ...said }) => ({
        entity,
        id: String(told_of),
        type: String(type),
        source: String(source),
        event_id: String(event_id),
        occurred_at: instant(String(occurred_at)),
        recorded_at: instant(String(recorded_at)),
        data: saidOf(said, columns),
      }),
    );
    const corrections = correctionsOf(events, idFieldOf(entity));
    return events.map((event, i) => ({
      key: keyOf(entity, { ...event, digest: Number(group[i]!.digest) }),
      event: { ...event, ...corrections[i]! },
    }));
  });
}

const nextOf = ({ at, entity, id, source, event_id, digest }: PlaceRow): string =>
  Buffer.from(JSON.stringify([Number(at), entity, id, source, event_id, Number(digest)])).toString(
    'base64url',
  );

/** The place that `next` of an earlier page names; null: it is none. */
function placeIn(text: string | null): Place | null {
  if (text === null) return BEGINNING;
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const [at, entity, id, source, event_id, digest] = place as Place;
    const isPlace =
      Number.isSafeInteger(at) &&
      [entity, id, source, event_id].every((each) => typeof each === 'string') &&
      Number.isInteger(digest) &&
      digest >= 0 &&
      digest < 2 ** 32;
    return isPlace ? [at, entity, id, source, event_id, digest] : null;
  } catch {
    return null;
  }
}
