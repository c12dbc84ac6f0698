/** A power of two is cut into this many bins of one width: the middle of a bin is within 1/128 of its values. */
const BINS_PER_OCTAVE = 64;

/** The lower bound of the bin of a duration, both in whole ms; durations are not negative. */
export function binOf(durationMs: number): number {
  return durationMs - (durationMs % widthAt(durationMs));
}

/** The middle of the whole milliseconds that fall into a bin, ms. */
export function binMiddle(bin: number): number {
  return bin + (widthAt(bin) - 1) / 2;
}

/**
 * The percentile of a histogram (bin → count) as spreadsheets compute it, ms: its values in ascending order, each taken
 * for the middle of its bin, and between the two around the place `q · (n − 1)` in proportion, so that the median of two
 * is their middle. `q` from 0 to 1; an empty histogram has none.
 */
export function percentile(histogram: ReadonlyMap<number, number>, q: number): number | null {
  const bins = [...histogram].filter(([, count]) => count > 0).sort(([left], [right]) => left - right);
  const n = bins.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0) return null;
  const valueAt = (place: number): number => {
    let left = place;
    for (const [bin, count] of bins) {
      if (left < count) return binMiddle(bin);
      left -= count;
    }
    return binMiddle(bins.at(-1)![0]);
  };
  const place = q * (n - 1);
  const below = Math.floor(place);
  const low = valueAt(below);
  return low + (place - below) * (valueAt(Math.ceil(place)) - low);
}

/** A bin has the width of each of its values, because bins never cross a power of two. */
function widthAt(durationMs: number): number {
  return Math.max(1, 2 ** floorLog2(durationMs) / BINS_PER_OCTAVE);
}

/** Exact, which `Math.log2` is not just below a large power of two. */
function floorLog2(value: number): number {
  const high = Math.floor(value / 2 ** 32);
  return high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(value);
}
