import { distance as editDistance } from 'fastest-levenshtein';

/** The candidate that was most likely meant by `word`; undefined when none is close. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase().slice(0, MAX_LENGTH);
  const limit = Math.max(1, Math.floor(typed.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(typed, candidate.toLowerCase().slice(0, MAX_LENGTH));
    if (distance <= limit && (!best || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** Longer words are compared by their beginning, so that the work stays small whatever is sent. */
const MAX_LENGTH = 64;
