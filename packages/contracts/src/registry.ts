import { type Entity, type EventType, PUBLISHED, type PublishedSchema } from './events.generated.js';

/** Every contract ever published, oldest first within a type. */
export { PUBLISHED, type PublishedSchema } from './events.generated.js';

/** Every event type, in the order of the catalogue of schemas. */
export const EVENT_TYPES: readonly EventType[] = [...new Set(PUBLISHED.map(({ type }) => type))];

/** Every entity that events are about. */
export const ENTITIES: readonly Entity[] = [...new Set(PUBLISHED.map(({ entity }) => entity))];

/** The version that producers write. */
export function latest(type: EventType): PublishedSchema {
  return PUBLISHED.filter((schema) => schema.type === type).reduce((a, b) => (b.version > a.version ? b : a));
}
