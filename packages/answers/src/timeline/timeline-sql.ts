import type { Entity } from '@tallyboard/contracts/events';
import { attributesOf, ENVELOPE, readFields } from '@tallyboard/contracts/fields';
import { ENTITIES, idFieldOf, PUBLISHED } from '@tallyboard/contracts/registry';
import { eventTable } from '@tallyboard/facts/event-table';
import { LIMITS } from '../limits.js';
import { NO_ATTRIBUTES } from './corrections.js';

/** Where an event is in a timeline: by when it happened, then by what it is. */
export type Place = readonly [
  at: number,
  entity: string,
  id: string,
  source: string,
  event_id: string,
  digest: number,
];

export interface PlaceRow {
  at: number;
  entity: Entity;
  id: string;
  source: string;
  event_id: string;
  digest: number;
}

/** Before every event. */
export const BEGINNING: Place = [-1e15, '', '', '', '', 0];

const SETTINGS = `SETTINGS max_execution_time = ${LIMITS.querySeconds}`;

const hasField = (entity: Entity, name: string): boolean =>
  attributesOf(entity).some((field) => field.name === name);

/** What things belong to. Others that they name, such as a rep or an office, only had to do with them. */
const OWNERS: ReadonlySet<Entity> = new Set(['account', 'deal', 'lead', 'ticket']);
/** What belongs to none of those that it names: each touch of a campaign is of somebody else. */
const OF_MANY: ReadonlySet<Entity> = new Set(['campaign']);

/** Whether another thing that ever named one of an entity is in its timeline whole, and not only by the events that name it. */
const belongsTo = (other: Entity, entity: Entity): boolean => OWNERS.has(entity) && !OF_MANY.has(other);

/**
 * The SQL of the next `limit` events after a place, of ids of an entity and of what refers to these: rows are PlaceRow. Of
 * what belongs to them all events are there, of other things those that name them. Tenant, `ids` and the place are bound.
 */
export function placesSql(entity: Entity, limit: number): string {
  const own = idFieldOf(entity);
  const branches = ENTITIES.flatMap((other) => {
    const id = idFieldOf(other);
    const { table } = eventTable(other);
    const within = 'tenant = {tenant:String}';
    if (other !== entity && id !== own && !hasField(other, own)) return [];
    const condition =
      other === entity || id === own || !belongsTo(other, entity)
        ? `${own} IN {ids:Array(String)}`
        : `${id} IN (SELECT ${id} FROM ${table} WHERE ${within} AND ${own} IN {ids:Array(String)})`;
    return [
      `SELECT toUnixTimestamp64Milli(occurred_at) AS at, '${other}' AS entity, ${id} AS id, toString(source) AS source, event_id, digest
FROM ${table} FINAL WHERE ${within} AND ${condition}`,
    ];
  });
  return `SELECT at, entity, id, source, event_id, digest FROM (
${branches.join('\nUNION ALL\n')}
)
WHERE (at, entity, id, source, event_id, digest) > ({at:Int64}, {entity:String}, {id:String}, {source:String}, {event_id:String}, {digest:UInt32})
ORDER BY at, entity, id, source, event_id, digest LIMIT ${limit} ${SETTINGS}`;
}

/**
 * The SQL of some events of an entity, and of what they correct or are corrected by, in the order of their rank: `ids` and
 * `events`, whose ids these are, are bound with the tenant. A campaign may have a hundred thousand touches, of which none says
 * what an amendment could change: of those there are as many as a page has.
 */
export function eventsSql(entity: Entity, columns: readonly string[]): string {
  const id = idFieldOf(entity);
  const types = amendable(entity).map((type) => `'${type}'`);
  const wanted = [
    'event_id IN {events:Array(String)}',
    ...(types.length > 0 ? [`type IN (${types.join(', ')})`] : []),
    ...['replaces', 'retracts'].flatMap((how) =>
      hasField(entity, how) ? `${how} IN {events:Array(String)}` : [],
    ),
  ];
  return `SELECT ${id} AS told_of, digest, ${columns.join(', ')} FROM ${eventTable(entity).table} FINAL
WHERE tenant = {tenant:String} AND ${id} IN {ids:Array(String)} AND (${wanted.join(' OR ')}) ORDER BY ${id}, rank LIMIT ${LIMITS.listedRows + 1} ${SETTINGS}`;
}

const NOT_AMENDED: ReadonlySet<string> = new Set([...ENVELOPE, ...NO_ATTRIBUTES]);

/** The types of events that amend, or say what an amendment may change. */
function amendable(entity: Entity): string[] {
  const contracts = PUBLISHED.filter((published) => published.entity === entity).map(({ type, schema }) => ({
    type,
    says: readFields(schema).flatMap(({ name }) =>
      NOT_AMENDED.has(name) || name === idFieldOf(entity) ? [] : [name],
    ),
  }));
  const amended = new Set(contracts.flatMap(({ type, says }) => (type === `${entity}.amended` ? says : [])));
  return [
    ...new Set(
      contracts
        .filter(({ type, says }) => type === `${entity}.amended` || says.some((name) => amended.has(name)))
        .map(({ type }) => type),
    ),
  ];
}

/** The SQL of what was ever merged into some of an entity, which are bound with the tenant; null: such a thing is not merged. */
export function mergedSql(entity: Entity): string | null {
  if (!hasField(entity, 'merged_into')) return null;
  const id = idFieldOf(entity);
  return `SELECT DISTINCT ${id} AS id FROM ${eventTable(entity).table} WHERE tenant = {tenant:String} AND merged_into IN {ids:Array(String)} ORDER BY id`;
}
