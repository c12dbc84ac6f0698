import { entityOf } from './codec.js';
import type { CrmEvent, Entity } from './events.generated.js';
import { EVENT_TYPES, isErasureType } from './registry.js';

/** Asks that an entity be forgotten. It is no statement about it: it has no place in the order, and wins over all of them. */
export type ErasedEvent = Extract<CrmEvent, { type: `${string}.erased` }>;

/** The events of an entity that say something of it. */
export type SaidOf<E extends Entity> = Exclude<Extract<CrmEvent, { type: `${E}.${string}` }>, ErasedEvent>;

export const isErasure = (event: CrmEvent): event is ErasedEvent => isErasureType(event.type);

/** Every entity that can be forgotten. */
export const ERASABLE: readonly Entity[] = EVENT_TYPES.filter(isErasureType).map(entityOf);

/**
 * What is kept of an event of an erased entity; null: nothing. Of a rep it is all but the name, in whose place is the id: without office and team, the
 * numbers of those would lose what the rep did.
 */
export const keptOfErased = (event: CrmEvent): CrmEvent | null =>
  event.type === 'rep.updated' ? { ...event, name: event.rep_id } : null;
