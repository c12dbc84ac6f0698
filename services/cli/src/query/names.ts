import { nearest } from '@tallyboard/runtime/nearest';
import type { Named } from './service.js';

/** The dimensions whose ids have names, and where the service lists both. */
export const NAMED = { office: 'offices', rep: 'reps' } as const;

/**
 * Tables show names and filters take ids, so a name in a filter matches nothing. A sentence for each value of
 * `--filter dimension:value|value` that is the id of nobody known.
 */
export function notIds(
  dimension: keyof typeof NAMED,
  values: readonly string[],
  known: readonly Named[],
): string[] {
  const ids = new Set(known.map(({ id }) => id));
  return values
    .filter((value) => value !== '' && !ids.has(value))
    .map((value) => {
      const meant = known
        .filter(({ name }) => name.toLowerCase() === value.toLowerCase())
        .map(({ id }) => id);
      const guess = nearest(value, [...ids]);
      if (meant.length === 0 && guess !== undefined) meant.push(guess);
      const way =
        meant.length > 0 ? `: did you mean ${meant.map((id) => `${dimension}:${id}`).join(' or ')}?` : '.';
      return `${JSON.stringify(value)} is the id of no ${dimension} that is known${way}`;
    });
}
