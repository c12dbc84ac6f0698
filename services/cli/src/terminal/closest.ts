/** The name that was probably meant: the one with the fewest letters to change, if that is at most a third of them. */
export function closest(typed: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.floor(typed.length / 3) + 1;
  for (const name of names) {
    const letters = distance(typed.toLowerCase(), name);
    if (letters < least) {
      best = name;
      least = letters;
    }
  }
  return best;
}

/** Levenshtein's: letters to insert, delete or replace. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1)
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[to.length] ?? 0;
}
