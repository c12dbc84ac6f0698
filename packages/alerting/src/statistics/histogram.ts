/** How many durations fell into each bin: its lower edge in ms → count, bins as the cells cut them. */
export type Histogram = ReadonlyMap<number, number>;

/** A power of two is cut into this many bins of one width, as in the `…_hist` measures of the cells. */
const BINS_PER_OCTAVE = 64;

/** [upper edge in ms, count] in ascending order. */
export type Ends = readonly (readonly [endMs: number, count: number])[];

export const endsOf = (histogram: Histogram): Ends =>
  [...histogram]
    .map(([bin, count]) => [endOfBin(bin), count] as const)
    .sort(([left], [right]) => left - right);

/** Where the next bin begins, ms. */
export function endOfBin(bin: number): number {
  return bin + Math.max(1, 2 ** Math.floor(Math.log2(Math.max(1, bin))) / BINS_PER_OCTAVE);
}

export function countOf(histogram: Histogram): number {
  let n = 0;
  for (const count of histogram.values()) n += count;
  return n;
}

export function addUp(histograms: readonly Histogram[]): Histogram {
  const sum = new Map<number, number>();
  for (const histogram of histograms)
    for (const [bin, count] of histogram) sum.set(bin, (sum.get(bin) ?? 0) + count);
  return sum;
}
