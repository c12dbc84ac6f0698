import type { Claim } from './claims.js';
import { createFirstClaims } from './first-claims.js';

/** Finds lines of a file that say different things of one deal, account, rep or office. */
export interface Contradictions {
  /** Keeps some tens of bytes for each different deal, account, rep or office. */
  note(line: number, claims: readonly Claim[]): void;
  /** Once all lines are noted: whether there are none. */
  isEmpty(): boolean;
  /** Once all lines are noted: of which of these not all lines say the same, and how many lines; or null. */
  contested(subjects: readonly string[]): { of: string; lines: number } | null;
  /** Once all lines are noted: why this line cannot be used, or null. */
  against(line: number, subjects: readonly string[]): string | null;
}

export function createContradictions(): Contradictions {
  const first = createFirstClaims();
  const contested = new Map<string, number[]>();
  return {
    note(line, claims) {
      for (const claim of claims) {
        const before = first.note(line, claim);
        const lines = contested.get(claim.of);
        if (lines) lines.push(line);
        else if (before?.isOther) contested.set(claim.of, [before.line, line]);
      }
    },
    isEmpty: () => contested.size === 0,
    contested(subjects) {
      const of = subjects.find((each) => contested.has(each));
      return of === undefined ? null : { of, lines: first.times(of) };
    },
    against(line, subjects) {
      for (const of of subjects) {
        const others = contested.get(of)?.filter((each) => each !== line);
        if (others)
          return `${of} is also on line ${listed(others)}, and not all say the same of it: keep the one that is right`;
      }
      return null;
    },
  };
}

const MOST_LISTED = 5;

function listed(lines: readonly number[]): string {
  const more = lines.length - MOST_LISTED;
  return `${lines.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
