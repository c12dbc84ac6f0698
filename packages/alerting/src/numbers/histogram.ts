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

/** Between the two values around the place q · (n − 1) in proportion, each the middle of its bin, as answers have it; null of nothing. */
export function quantile(histogram: Counts, q: number): number | null {
  const n = totalOf(histogram);
  if (n === 0) return null;
  const place = q * (n - 1);
  const below = Math.floor(place);
  let low: number | null = null;
  let seen = 0;
  for (const edge of Float64Array.from(histogram.keys()).sort()) {
    seen += histogram.get(edge)!;
    if (seen <= below) continue;
    const middle = edge + (widthOf(edge) - 1) / 2;
    low ??= middle;
    if (seen > Math.ceil(place)) return low + (place - below) * (middle - low);
  }
  return low;
}
