/**
 * A value of JSON in a sentence, at most 60 characters of it. Looks no further than it shows: what is nested a million
 * deep or a megabyte long costs nothing.
 */
export function show(value: unknown): string {
  return shorten(written(value, 0));
}

/** At most 60 characters; halves of characters become U+FFFD. */
export function shorten(text: string): string {
  const short = text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN - MORE.length)}${MORE}`;
  return short.toWellFormed();
}

const MOST_SHOWN = 60;
const MORE = '...';
const DEEPEST_SHOWN = 4;

function written(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MOST_SHOWN));
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth === DEEPEST_SHOWN) return MORE;
  return Array.isArray(value) ? `[${listed(value, depth)}]` : `{${listed(value, depth)}}`;
}

function listed(value: object, depth: number): string {
  let text = '';
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    if (text.length > MOST_SHOWN) break;
    const name = Array.isArray(value) ? '' : `${JSON.stringify(key.slice(0, MOST_SHOWN))}:`;
    text += `${text === '' ? '' : ','}${name}${written((value as Record<string, unknown>)[key], depth + 1)}`;
  }
  return text;
}
