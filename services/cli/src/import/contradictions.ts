import type { Claim } from './claims.js';
import { createFirstClaims } from './first-claims.js';

/** Finds lines of a file that say different things of one deal, account, rep or office. */
export interface Contradictions {
  /** Keeps some tens of bytes for each different deal, account, rep or office. */
  note(line: number, claims: readonly Claim[]): void;
  /** Once all lines are noted: of what one of these is that not all lines say the same, and how many lines; or null. */
  contested(claims: readonly Claim[]): { of: string; lines: number } | null;
  /** Once all lines are noted: why this line cannot be used, or null. */
  against(line: number, claims: readonly Claim[]): string | null;
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
    contested(claims) {
      if (contested.size === 0) return null;
      const found = claims.find(({ of }) => contested.has(of));
      return found ? { of: found.of, lines: first.times(found.of) } : null;
    },
    against(line, claims) {
      for (const { of } of claims) {
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
