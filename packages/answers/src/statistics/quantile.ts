/** As spreadsheets have it (PERCENTILE.INC): at the place q · (n − 1), between neighbours in proportion. Null of nothing. */
export function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null;
  const ascending = [...values].sort((a, b) => a - b);
  const place = q * (ascending.length - 1);
  const low = ascending[Math.floor(place)]!;
  return low + (place - Math.floor(place)) * (ascending[Math.ceil(place)]! - low);
}
