import type { EventType } from '@tallyboard/contracts/events';
import { isErasureType } from '@tallyboard/contracts/registry';

/** Type of the events that erase → how many were asked for. Who was erased, no log is to say. */
export type Erasures = Record<string, number>;

export function noteErasure(erasures: Erasures, type: EventType): void {
  if (isErasureType(type)) erasures[type] = (erasures[type] ?? 0) + 1;
}
