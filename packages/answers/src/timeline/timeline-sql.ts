import type { Entity } from '@tallyboard/contracts/events';
import { attributesOf } from '@tallyboard/contracts/fields';
import { ENTITIES, idFieldOf } from '@tallyboard/contracts/registry';
import { eventTable } from '@tallyboard/facts/event-table';
import { isReference } from '@tallyboard/facts/facts';
import { LIMITS } from '../limits.js';

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

/**
 * The SQL of the next `limit` events after a place, of ids of an entity and of what refers to these: rows are PlaceRow. Of
 * a rep, an office or what else many refer to, other things have only the events that name it in it; of an account, a deal
 * or a ticket, all events of what ever named it. Tenant, `ids` and the place are bound.
 */
export function placesSql(entity: Entity, limit: number): string {
  const own = idFieldOf(entity);
  const branches = ENTITIES.flatMap((other) => {
    const id = idFieldOf(other);
    const { table } = eventTable(other);
    const within = 'tenant = {tenant:String}';
    if (other !== entity && id !== own && !hasField(other, own)) return [];
    const condition =
      other === entity || id === own || isReference(entity)
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

/** The SQL of all events of some of an entity, which are bound with the tenant, in the order of their rank. */
export function eventsSql(entity: Entity, columns: readonly string[]): string {
  const id = idFieldOf(entity);
  return `SELECT ${id} AS told_of, digest, ${columns.join(', ')} FROM ${eventTable(entity).table} FINAL
WHERE tenant = {tenant:String} AND ${id} IN {ids:Array(String)} ORDER BY ${id}, rank LIMIT ${LIMITS.listedRows + 1} ${SETTINGS}`;
}

/** The SQL of what was ever merged into some of an entity, which are bound with the tenant; null: such a thing is not merged. */
export function mergedSql(entity: Entity): string | null {
  if (!hasField(entity, 'merged_into')) return null;
  const id = idFieldOf(entity);
  return `SELECT DISTINCT ${id} AS id FROM ${eventTable(entity).table} WHERE tenant = {tenant:String} AND merged_into IN {ids:Array(String)} ORDER BY id`;
}
