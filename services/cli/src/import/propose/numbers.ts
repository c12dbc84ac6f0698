import type { Numbers } from '../rules.js';
import { AMBIGUOUS, plainNumber } from '../values.js';

/** How a mapping says that numbers are written. */
type Written = Pick<Numbers, 'decimal' | 'group'>;

/** Without a word in the mapping, but for what could be either. */
const ASSUMED: Written = { decimal: '.', group: ',' };
const OTHERWISE: Written = { decimal: ',', group: '.' };
const WRITTEN: readonly Written[] = [
  ASSUMED,
  OTHERWISE,
  { decimal: ',', group: ' ' },
  { decimal: '.', group: ' ' },
  { decimal: '.', group: "'" },
  { decimal: ',', group: "'" },
];

/**
 * How these cells are written, by those that can be read in one way only: null where it makes no difference, or where none
 * of the ways reads all of them; 'either' where a cell could be thousands or a fraction, and no other says which.
 */
export function writtenIn(cells: readonly string[]): Written | 'either' | null {
  const possible = WRITTEN.filter((written) => cells.every((cell) => plainNumber(cell, written) !== null));
  const isInDoubt = cells.some((cell) => AMBIGUOUS.test(cell));
  if (possible.includes(ASSUMED) && possible.includes(OTHERWISE)) return isInDoubt ? 'either' : null;
  if (possible[0] === ASSUMED) return isInDoubt ? ASSUMED : null;
  return possible[0] ?? null;
}
