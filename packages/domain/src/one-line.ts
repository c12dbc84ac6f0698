const LONGEST = 256;

/** Free text as a dimension: one line of at most 256 characters. */
export function oneLine<T extends string | null>(text: T): T | string {
  if (text === null) return text;
  const line = text.replace(/[ \n]*\n[ \n]*/g, ' ');
  return line.length <= LONGEST ? line : [...line].slice(0, LONGEST).join('');
}
