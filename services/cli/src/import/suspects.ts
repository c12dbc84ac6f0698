import type { CsvLine } from './csv.js';
import { createFirstClaims } from './first-claims.js';
import { type ReadingRules, subjectIn } from './reading.js';

/**
 * The deals, accounts, calls, … that are on several lines whose cells are not the same. Only of these lines must be known
 * what they say: to read the cells alone takes a third of the time.
 */
export interface Suspects {
  note(line: CsvLine): void;
  /** Once all lines are noted: whether there are none. */
  isEmpty(): boolean;
  has(line: CsvLine): boolean;
}

/** `columns`: titles of all columns that the mapping reads. */
export function createSuspects(
  rules: ReadingRules,
  titles: readonly string[],
  columns: readonly string[],
): Suspects {
  const first = createFirstClaims();
  const places = [...new Set(columns)].map((column) => titles.indexOf(column));
  let found = false;
  return {
    note(line) {
      if (line.problem) return;
      const of = subjectIn(rules, line);
      if (of === null) return;
      let says = '';
      for (const place of places) {
        const cell = line.cells[place]!.trim();
        says += `${cell.length}:${cell}`;
      }
      if (first.note(line.line, { of, says })?.isOther) found = true;
    },
    isEmpty: () => !found,
    has(line) {
      if (line.problem) return false;
      const of = subjectIn(rules, line);
      return of !== null && first.areSeveral(of);
    },
  };
}
