/** A whole in as many parts, which add up to it: what does not divide goes to the first ones. */
export function partsOf(whole: bigint, parts: number): bigint[] {
  const n = BigInt(parts);
  const rest = ((whole % n) + n) % n;
  const each = (whole - rest) / n;
  return Array.from({ length: parts }, (_, i) => (BigInt(i) < rest ? each + 1n : each));
}
