import type { Reach } from '@tallyboard/answers/reach';
import type { CellsRestated } from '@tallyboard/pipeline/messages';
import type { Remembered } from './update-log.js';

/** Whether cells of the facts that the query reads were restated, whenever they are of. */
export const concerns = ({ tenant, facts }: Reach, update: CellsRestated): boolean =>
  update.tenant === tenant && facts.includes(update.fact);

/** Whether cells that the query reads were restated. */
export const touches = (reach: Reach, update: CellsRestated): boolean =>
  concerns(reach, update) && update.buckets.some((bucket) => bucket >= reach.from && bucket < reach.to);

/** The same of a remembered update, of which only the first and last bucket are known: true when it may be so. */
export function mayTouch({ tenant, facts, from, to }: Reach, update: Remembered): boolean {
  return update.tenant === tenant && facts.includes(update.fact) && update.last >= from && update.first < to;
}
