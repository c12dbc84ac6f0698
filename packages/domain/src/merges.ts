/** So many merges one after the other are followed. */
const MOST_HOPS = 16;

/**
 * Who was merged into each survivor, directly or by way of others, given who was merged into whom. A circle, or a chain
 * of more hops than are followed, has no survivor: these are joined to nobody.
 */
export function mergedAwayInto(merges: ReadonlyMap<string, string>): Map<string, string[]> {
  const mergedAway = new Map<string, string[]>();
  for (const loser of merges.keys()) {
    const survivor = survivorOf(loser, merges);
    if (survivor === null) continue;
    const losers = mergedAway.get(survivor);
    if (losers === undefined) mergedAway.set(survivor, [loser]);
    else losers.push(loser);
  }
  return mergedAway;
}

/** Into whom one was merged at last, or itself; null: in a circle, or further away than is followed. */
export function survivorOf(loser: string, merges: ReadonlyMap<string, string>): string | null {
  let survivor = loser;
  for (let hops = 0; hops < MOST_HOPS; hops += 1) survivor = merges.get(survivor) ?? survivor;
  return merges.has(survivor) ? null : survivor;
}
