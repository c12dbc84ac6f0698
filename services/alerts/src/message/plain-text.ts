/**
 * Text of others as one line of at most `length` characters: without control characters, without marks that change
 * the direction of what follows or are not seen (joiners stay: some scripts need them), never cut within a character.
 */
export function plainText(text: string, length: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, '')
    .trim();
  return clipped(line, length);
}

/** The beginning of a text, with … when it is not all. */
export function clipped(text: string, length: number): string {
  if (text.length <= length) return text;
  const kept = text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.trimEnd()}…`;
}
