import type { Mapping } from './mapping.js';

/** Text as bytes of the encoding that a mapping names, as `TextDecoder` reads them; what it has no sign for becomes `?`. */
export function encodeText(text: string, encoding: Mapping['encoding']): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  const bytes = [];
  for (const character of text) bytes.push(SINGLE_BYTES.get(character) ?? QUESTION_MARK);
  return Buffer.from(bytes);
}

const QUESTION_MARK = 0x3f;

/**
 * Of windows-1252, which is what iso-8859-1 means on the web (https://encoding.spec.whatwg.org/#names-and-labels). Its
 * bytes from 0x80 to 0x9f; the others are as in Unicode.
 */
const FROM_0X80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const SINGLE_BYTES = new Map(
  Array.from({ length: 256 }, (_, byte) => [FROM_0X80[byte - 0x80] ?? String.fromCharCode(byte), byte]),
);
