/**
 * The title of a file that is meant by one of these, in their order; without case, and `*` is anything. Null: by none, or a
 * `*` by several.
 */
export function titleMeant(wanted: readonly string[], titles: readonly string[]): string | null {
  for (const each of wanted) {
    const pattern = patternOf(each);
    const found = titles.filter((title) => pattern.test(title));
    if (found.length > 0 && (found.length === 1 || !each.includes('*'))) return found[0]!;
  }
  return null;
}

/** A column of a mapping may be a list of titles, since systems change them: here as a list. */
export const titlesOf = (column: string | readonly string[]): readonly string[] =>
  typeof column === 'string' ? [column] : column;

/** A mapping with each list of titles replaced by the one that a file has, or the first. */
export function chosenTitles(value: unknown, titles: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => chosenTitles(each, titles));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === 'column' && Array.isArray(each)
        ? (titleMeant(each.map(String), titles) ?? each[0])
        : chosenTitles(each, titles),
    ]),
  );
}

const patternOf = (wanted: string): RegExp =>
  new RegExp(`^${wanted.split('*').map(literal).join('.*')}$`, 'is');

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
