import type { Counts } from './ledger.js';

/** How many there are of the keys that count. */
export function totalOf(counts: Counts, isCounted: (key: number) => boolean = () => true): number {
  let total = 0;
  for (const [key, count] of counts) if (isCounted(key)) total += count;
  return total;
}

/** Width of the bin of a log-linear histogram that begins at `edge`; see schemas/README. */
export const widthOf = (edge: number): number =>
  edge < 64 ? 1 : Math.max(1, 2 ** Math.floor(Math.log2(edge)) / 64);

/** The middle of the bin that holds the value of rank ⌈q · n⌉ (nearest rank); null of nothing. */
export function quantile(histogram: Counts, q: number): number | null {
  const rank = Math.max(1, Math.ceil(q * totalOf(histogram)));
  let seen = 0;
  for (const edge of Float64Array.from(histogram.keys()).sort()) {
    seen += histogram.get(edge)!;
    if (seen >= rank) return edge + (widthOf(edge) - 1) / 2;
  }
  return null;
}
