/** A ticket was resolved, or reopened. */
export interface Turn {
  isResolved: boolean;
  /** Epoch ms. */
  at: number;
  /** Who resolved it, where that was said. */
  rep: string | null;
}

/** A time in which a ticket waited for its first response, with one owner; epoch ms. */
export interface Wait {
  from: number;
  /** Null: it still does. */
  to: number | null;
  /** When the ticket began to wait, whoever had it. */
  since: number;
}

/**
 * When a ticket waited: from its opening, and from each reopening, until it was answered or resolved. A turn told of before the
 * one that it follows takes place at that one. A wait is divided where the ticket was handed over.
 */
export function waitsOf(
  openedAt: number,
  turns: readonly Turn[],
  answeredAt: number | null,
  handOvers: readonly number[],
): Wait[] {
  const answered = answeredAt ?? Number.POSITIVE_INFINITY;
  const waits: Wait[] = [];
  let clock = openedAt;
  let since: number | null = openedAt;
  const end = (at: number) => {
    if (since !== null && since < at) waits.push(...divided(since, at, handOvers));
    since = null;
  };
  for (const { isResolved, at } of turns) {
    clock = Math.max(clock, at);
    if (isResolved) end(Math.min(clock, answered));
    else since ??= clock;
  }
  end(answered);
  return waits;
}

function divided(since: number, until: number, handOvers: readonly number[]): Wait[] {
  const within = handOvers.filter((at) => at > since && at < until).sort((left, right) => left - right);
  const cuts = [...new Set([since, ...within, until])];
  return cuts.slice(1).map((to, i) => ({ from: cuts[i]!, to: Number.isFinite(to) ? to : null, since }));
}
