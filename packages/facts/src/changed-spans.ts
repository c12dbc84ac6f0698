/** A statement about one entity that holds from `sinceMs` on until another takes its place. */
export interface Statement {
  sinceMs: number;
  /** When the log first had it. */
  recordedMs: number;
  /** What it says, in a form in which equal means equal. */
  value: string;
}

/** Epoch ms: from `fromMs` until before `toMs`. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/**
 * Where statements recorded at or after `newMs` can have changed what holds; `statements`: all of one entity, ascending by
 * since and order. Where nothing holds, `nothing` does.
 *
 * What was recorded before is known to whoever has restated anything since. Of the later ones some may have been seen
 * and others not, whatever their order, since several processors append side by side: a span counts as unchanged only
 * if every one of them that could have been in force says what was said before.
 */
export function changedSpans(statements: readonly Statement[], newMs: number, nothing: string): Span[] {
  const spans: Span[] = [];
  let known = nothing;
  let others = new Set<string>();
  let i = 0;
  while (i < statements.length) {
    const fromMs = statements[i]!.sinceMs;
    const end = endOf(statements, i);
    const here = statements.slice(i, end);
    const before = here.findLast(({ recordedMs }) => recordedMs < newMs);
    if (before) [known, others] = [before.value, new Set()];
    for (const { recordedMs, value } of here) if (recordedMs >= newMs) others.add(value);
    others.delete(known);
    i = end;
    if (others.size > 0) push(spans, fromMs, statements[i]?.sinceMs ?? Number.POSITIVE_INFINITY);
  }
  return spans;
}

/** Behind the last one with the same since. */
function endOf(statements: readonly Statement[], from: number): number {
  let end = from + 1;
  while (statements[end]?.sinceMs === statements[from]!.sinceMs) end += 1;
  return end;
}

function push(spans: Span[], fromMs: number, toMs: number): void {
  const last = spans.at(-1);
  if (last?.toMs === fromMs) last.toMs = toMs;
  else spans.push({ fromMs, toMs });
}
