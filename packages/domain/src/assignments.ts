import { compareEvents, type Rank } from './order.js';

/** That something belongs to a rep, or to nobody (`''`), from an instant on. */
export interface Assignment extends Rank {
  readonly rep: string | null;
  /** From when on, epoch ms. */
  readonly since: number;
}

/**
 * Whose something is at an instant: the assignment with the greatest `since` not after it, of equal ones the highest; of what is
 * older than all of them the first. `''`: nobody's.
 */
export function ownerOf(assignments: readonly Assignment[]): (at: number) => string {
  const ascending = [...assignments].sort(
    (left, right) => left.since - right.since || compareEvents(left, right),
  );
  const first = ascending[0]?.since ?? 0;
  return (at) => ascending.findLast(({ since }) => since <= Math.max(at, first))?.rep ?? '';
}
