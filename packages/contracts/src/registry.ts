import { type Entity, type EventType, PUBLISHED, type PublishedSchema } from './events.generated.js';

/** Every contract ever published, oldest first within a type. */
export { PUBLISHED, type PublishedSchema } from './events.generated.js';

/** Every event type, in the order of the catalogue of schemas. */
export const EVENT_TYPES: readonly EventType[] = typesOf(PUBLISHED);

/** The event types of these contracts. */
export function typesOf(published: readonly PublishedSchema[]): EventType[] {
  return [...new Set(published.map(({ type }) => type))];
}

/** The versions of a contract, oldest first; the last is the one that producers write. */
export function versionsOf(type: EventType, published: readonly PublishedSchema[]): PublishedSchema[] {
  return published.filter((schema) => schema.type === type).sort((a, b) => a.version - b.version);
}

/** Every entity that events are about. */
export const ENTITIES: readonly Entity[] = [...new Set(PUBLISHED.map(({ entity }) => entity))];

/**
 * The field with the id of an entity. A customer's subscriptions add up to what it pays, so they are one entity, the customer's.
 */
export const idFieldOf = (entity: Entity): string =>
  entity === 'subscription' ? 'account_id' : `${entity}_id`;

/** Whether events of this type ask that their entity be forgotten: they say nothing of it. */
export const isErasureType = (type: EventType): boolean => type.endsWith('.erased');

/** The version that producers write. */
export function latest(type: EventType): PublishedSchema {
  return versionsOf(type, PUBLISHED).at(-1)!;
}
