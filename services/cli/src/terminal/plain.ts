/**
 * Text that strangers wrote, for a terminal: characters that would steer it or reorder a line (control and format
 * characters, line separators) are shown by their code points, as `\u{1b}`. What joins letters and emoji stays: names
 * have it.
 */
export const plain = (text: string): string =>
  text.replace(STEERING, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);

/** The same of lines that are ours but for what is named in them. */
export const plainLines = (text: string): string => text.split('\n').map(plain).join('\n');

/** The same of JSON: it means what it meant. */
export const plainJson = (json: string): string =>
  json.replace(STEERING, (char) =>
    char === '\n'
      ? char
      : [...Array(char.length).keys()]
          .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
          .join(''),
  );

const STEERING = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
