/**
 * Text that strangers wrote, for a terminal: characters that would steer it or reorder a line (control and format
 * characters, line separators) are shown by their code points, as `\u{1b}`.
 */
export const plain = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
