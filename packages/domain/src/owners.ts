import { clears, type Statement } from './statement.js';

/** A statement that can say who owns the entity from an instant on. */
export interface OwnerStatement extends Statement {
  readonly rep: string | null;
  /** From when on `rep` owns it, epoch ms. */
  readonly effectiveAt: number;
}

/** Who owns it at an instant (epoch ms); `''`: nobody. */
export type OwnerAt = (instantMs: number) => string;

/** Who owned it when, given all of the entity's statements. */
export function ownersOf(ascending: readonly OwnerStatement[]): OwnerAt {
  const assignedAt = assignmentAt(
    ascending.filter((said) => said.rep !== null || clears(said, 'rep_id')),
    ({ effectiveAt }) => effectiveAt,
  );
  return (instantMs) => assignedAt(instantMs)?.rep ?? '';
}

/**
 * Which of some statements holds at an instant (epoch ms): an assignment holds from `since` until one of a later instant; of
 * two of one instant the higher holds. Before the earliest the earliest holds. `ascending`: in the order of events.
 */
export function assignmentAt<S>(
  ascending: readonly S[],
  since: (assignment: S) => number,
): (instantMs: number) => S | undefined {
  // Sorting keeps the order of those of one instant, and of those that hold from the beginning.
  const assignments = [...ascending].sort(
    (left, right) => Number(since(left) > since(right)) - Number(since(left) < since(right)),
  );
  return (instantMs) => {
    const [earliest] = assignments;
    if (earliest === undefined) return undefined;
    const atMs = Math.max(instantMs, since(earliest));
    return assignments.findLast((assignment) => since(assignment) <= atMs);
  };
}
