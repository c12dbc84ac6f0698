/** How far one part of a stage is: everything that Kafka took up to this epoch ms is done; null: not known. */
export type CompleteTo = number | null;

/** The least of the parts; null while any of `expected` parts has said nothing. */
export function oldest(parts: ReadonlyMap<number, CompleteTo>, expected: number): CompleteTo {
  if (expected === 0 || parts.size < expected) return null;
  let least = Number.POSITIVE_INFINITY;
  for (const part of parts.values()) {
    if (part === null) return null;
    if (part < least) least = part;
  }
  return least;
}
