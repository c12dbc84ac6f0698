import { clears, type Statement } from './statement.js';

/** A statement that can say who owns the entity from an instant on. */
export interface OwnerStatement extends Statement {
  readonly rep: string | null;
  /** From when on `rep` owns it, epoch ms. */
  readonly effectiveAt: number;
}

/** Who owns it at an instant (epoch ms); `''`: nobody. */
export type OwnerAt = (instantMs: number) => string;

/**
 * An assignment holds until one of a later instant; of two of one instant the higher statement holds. Before the earliest
 * the earliest holds. `ascending`: all of the entity's statements.
 */
export function ownersOf(ascending: readonly OwnerStatement[]): OwnerAt {
  const assignments = ascending
    .filter((said) => said.rep !== null || clears(said, 'rep_id'))
    .sort((left, right) => left.effectiveAt - right.effectiveAt);
  return (instantMs) => {
    const [earliest] = assignments;
    if (earliest === undefined) return '';
    const atMs = Math.max(instantMs, earliest.effectiveAt);
    return assignments.findLast(({ effectiveAt }) => effectiveAt <= atMs)!.rep ?? '';
  };
}
