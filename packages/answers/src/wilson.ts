/** The 95 % quantile, two-sided, of the normal distribution. */
const Z = 1.959963984540054;

/**
 * The 95 % score interval of a proportion (Wilson 1927): between which shares the true one lies, given `hits` of `n`.
 * Null without observations.
 */
export function wilson(hits: number, n: number): { low: number; high: number } | null {
  if (!(n > 0) || hits < 0 || hits > n) return null;
  const share = hits / n;
  const z2 = Z * Z;
  const centre = share + z2 / (2 * n);
  const spread = Z * Math.sqrt((share * (1 - share) + z2 / (4 * n)) / n);
  const scale = 1 + z2 / n;
  return {
    low: hits === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    high: hits === n ? 1 : Math.min(1, (centre + spread) / scale),
  };
}
