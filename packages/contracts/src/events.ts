/** The typed events of the log; generated from `schemas/`, see `events.generated.ts`. */
export type { CrmEvent, Entity, EventType } from './events.generated.js';
