/** Of what is counted by; longer ones are refused, because a part of an id is another id. */
export const MAX_TEXT = 256;
/** Of what people write: lost reasons of several paragraphs. */
export const MAX_FREE_TEXT = 10_000;
/** What people write; everything else is an id, a name or a word. */
const FREE_TEXT = new Set(['reason']);

export const isFreeText = (name: string): boolean => FREE_TEXT.has(name);

/**
 * Text as it is stored: composed (NFC) and without space around it, so that what looks alike is alike. Null: it has
 * control characters or halves of characters.
 */
export function tidyText(value: string): string | null {
  if (isPlainAscii(value)) return value;
  const tidy = value.normalize('NFC').trim();
  return isPlainText(tidy) ? tidy : null;
}

/** The same of several lines: ends of lines are \n, tabs spaces, and what cannot be seen is left out. */
export function tidyFreeText(value: string): string | null {
  if (!value.isWellFormed()) return null;
  return value
    .replace(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .normalize('NFC')
    .trim();
}

/** Most texts are this: nothing to do. */
function isPlainAscii(value: string): boolean {
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return value.charCodeAt(0) !== 0x20 && value.charCodeAt(value.length - 1) !== 0x20;
}

/** No control characters, no lone surrogates: what is stored is what was sent. */
export function isPlainText(value: string): boolean {
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return false;
    if (code >= 0xd800 && code < 0xe000) return value.isWellFormed() && !/\p{Cc}/u.test(value);
  }
  return true;
}

const zones = new Map<string, boolean>();

/** Whether there is such an IANA time zone. */
export function isZone(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 64) return false;
  let known = zones.get(value);
  if (known === undefined) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: value });
      known = true;
    } catch {
      known = false;
    }
    if (zones.size < 10_000) zones.set(value, known);
  }
  return known;
}

/** `09:00`, up to `24:00`; also from `9:00` and `09:00:00`. */
export function timeOfDayOf(value: unknown): string | undefined {
  const [, hour, minute] =
    (typeof value === 'string' && /^(\d{1,2}):([0-5]\d)(?::00)?$/.exec(value.trim())) || [];
  if (hour === undefined) return undefined;
  const time = `${hour.padStart(2, '0')}:${minute}`;
  return time <= '23:59' || time === '24:00' ? time : undefined;
}

/** A day that there is, from 1900 to 2099: `2026-12-25`. */
export function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^(?:19|20)\d\d-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
