import { Temporal } from 'temporal-polyfill';
import { createLocalClock, type LocalClock, type LocalTime } from './local-clock.js';

/** Reads one date or time of a file as epoch ms; a reason when it cannot. */
export type DateReader = (text: string) => { at: number } | { reason: string };

const TOKENS: Record<string, { part: Part; pattern: string }> = {
  yyyy: { part: 'year', pattern: '\\d{4}' },
  yy: { part: 'year', pattern: '\\d{2}' },
  MMMM: { part: 'monthName', pattern: '[\\p{L}\\p{M}]+\\.?' },
  MMM: { part: 'monthName', pattern: '[\\p{L}\\p{M}]+\\.?' },
  MM: { part: 'month', pattern: '\\d{2}' },
  M: { part: 'month', pattern: '\\d{1,2}' },
  dd: { part: 'day', pattern: '\\d{2}' },
  d: { part: 'day', pattern: '\\d{1,2}' },
  HH: { part: 'hour', pattern: '\\d{2}' },
  H: { part: 'hour', pattern: '\\d{1,2}' },
  hh: { part: 'hourOfHalf', pattern: '\\d{2}' },
  h: { part: 'hourOfHalf', pattern: '\\d{1,2}' },
  mm: { part: 'minute', pattern: '\\d{2}' },
  ss: { part: 'second', pattern: '\\d{2}' },
  SSS: { part: 'millisecond', pattern: '\\d{3}' },
  a: { part: 'half', pattern: '[AaPp]\\.?\\s?[Mm]\\.?' },
};
type Part =
  | 'year'
  | 'month'
  | 'monthName'
  | 'day'
  | 'hour'
  | 'hourOfHalf'
  | 'half'
  | 'minute'
  | 'second'
  | 'millisecond';

/**
 * A reader for `unix` (seconds or milliseconds since 1970), a format of `yyyy yy MMMM MMM MM M dd d HH H hh h mm ss SSS a` and literal characters, or `iso`
 * (2017-03-01, 2017-03-01T10:00:00, or with an offset, which then wins over the zone). Names of months, short or long, are
 * those of `locale`; years of two digits are 1970 to 2069; `a` is AM or PM. A date without a time is its local midnight
 * in `zone`; a local time that a clock change repeats is the first of the two, one that it skips is as much later.
 * Throws a sentence when the format itself is wrong.
 */
export function dateReader(format: string, zone: string, locale = 'en'): DateReader {
  const clock = createLocalClock(zone);
  if (format === 'iso') return (text) => readPlainIso(text, clock) ?? readIso(text, zone);
  if (format === 'unix') return readUnix;
  const { pattern, parts } = compile(format);
  const months = parts.includes('monthName') ? monthsOf(locale) : new Map<string, number>();
  return (text) => {
    const match = pattern.exec(text);
    if (!match) return { reason: `${JSON.stringify(text)} is not a date of the form ${format}` };
    const fields = fieldsOf(parts, match, months);
    if (fields === null)
      return {
        reason: `${JSON.stringify(text)} has no month or hour that is one (read as ${format}, names of months in ${locale})`,
      };
    const at = clock(fields);
    if (at === null)
      return { reason: `${JSON.stringify(text)} is not a day of the calendar (read as ${format})` };
    return { at };
  };
}

/** The parts of a date, as they were found, as numbers; null: a month or an hour of half a day that is none. */
function fieldsOf(
  parts: readonly Part[],
  found: RegExpExecArray,
  months: ReadonlyMap<string, number>,
): LocalTime | null {
  const fields = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, millisecond: 0 };
  let half = '';
  for (let i = 0; i < parts.length; i += 1) {
    const part = parts[i]!;
    const text = found[i + 1]!;
    if (part === 'year') fields.year = yearOf(text);
    else if (part === 'half') half = text;
    else if (part === 'monthName') {
      const named = monthNamed(bare(text), months);
      if (named === null) return null;
      fields.month = named;
    } else if (part === 'hourOfHalf') {
      const hour = Number(text);
      if (hour < 1 || hour > 12) return null;
      fields.hour = hour % 12;
    } else fields[part] = Number(text);
  }
  if (/^p/i.test(half)) fields.hour += 12;
  return fields;
}

/** Of two digits 1970 to 2069. */
const yearOf = (text: string): number =>
  text.length === 4 ? Number(text) : Number(text) + (Number(text) < 70 ? 2_000 : 1_900);

const bare = (name: string): string => name.normalize('NFC').toLowerCase().replace('.', '');

/** Short and long names, as they stand alone and in dates. */
function monthsOf(locale: string): ReadonlyMap<string, number> {
  const months = new Map<string, number>();
  for (let month = 1; month <= 12; month += 1)
    for (const style of ['long', 'short'] as const)
      for (const more of [{}, { day: 'numeric' }] as const) {
        const format = new Intl.DateTimeFormat(locale, { month: style, timeZone: 'UTC', ...more });
        const part = format.formatToParts(Date.UTC(2026, month - 1, 1)).find(({ type }) => type === 'month');
        if (!part) continue;
        months.set(bare(part.value), month);
      }
  return months;
}

/** By its name, or a beginning of three letters and more that no other month has: Sep and Sept. */
function monthNamed(name: string, months: ReadonlyMap<string, number>): number | null {
  const known = months.get(name);
  if (known !== undefined || name.length < 3) return known ?? null;
  const meant = new Set([...months].filter(([each]) => each.startsWith(name)).map(([, month]) => month));
  return meant.size === 1 ? [...meant][0]! : null;
}

function compile(format: string): { pattern: RegExp; parts: Part[] } {
  const parts: Part[] = [];
  const source = format.replace(/yyyy|yy|M{1,4}|dd?|HH?|hh?|mm|ss|SSS|a|./gs, (piece) => {
    const token = TOKENS[piece];
    if (token) {
      if (parts.includes(token.part))
        throw new Error(`the date format ${format} has the ${token.part} twice`);
      parts.push(token.part);
      return `(${token.pattern})`;
    }
    if (/[A-Za-z]/.test(piece) && piece !== 'T' && piece !== 'Z')
      throw new Error(
        `the date format ${format} has ${JSON.stringify(piece)}, which means nothing; it may use ${Object.keys(TOKENS).join(' ')} or be iso or unix`,
      );
    // Spreadsheets write spaces of several kinds.
    return piece === ' ' ? '\\s' : piece.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  });
  const has = (...any: Part[]) => any.some((part) => parts.includes(part));
  const missing = [
    ...(has('year') ? [] : ['year']),
    ...(has('month', 'monthName') ? [] : ['month']),
    ...(has('day') ? [] : ['day']),
    ...(has('hourOfHalf') && !has('half') ? ['AM or PM (a)'] : []),
    ...(has('half') && !has('hourOfHalf') ? ['hour from 1 to 12 (h)'] : []),
  ];
  if (missing.length > 0) throw new Error(`the date format ${format} has no ${missing.join(', no ')}`);
  if ((has('month') && has('monthName')) || (has('hour') && has('hourOfHalf')))
    throw new Error(`the date format ${format} says the month or the hour in two ways`);
  return { pattern: new RegExp(`^${source}$`, 'u'), parts };
}

/** Seconds since 1970, of ten digits, or milliseconds, of thirteen: 2001 to 2286. */
function readUnix(text: string): { at: number } | { reason: string } {
  if (/^[1-9]\d{9}(\d{3})?$/.test(text)) return { at: Number(text.padEnd(13, '0')) };
  return { reason: `${JSON.stringify(text)} is not a number of seconds or milliseconds since 1970` };
}

const PLAIN_ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::([0-5]\d)(?:\.(\d{3}))?)?(Z)?)?$/;
const utc = createLocalClock('UTC');

/** The forms that nearly all files have; null: another one, or none. */
function readPlainIso(text: string, clock: LocalClock): { at: number } | null {
  const match = PLAIN_ISO.exec(text);
  if (!match) return null;
  const [, year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0, z] = match;
  const at = (z ? utc : clock)({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(millisecond),
  });
  return at === null ? null : { at };
}

function readIso(text: string, zone: string): { at: number } | { reason: string } {
  try {
    if (/(Z|[+-]\d{2}:?\d{2})$/i.test(text) && /[T ]/i.test(text))
      return { at: Temporal.Instant.from(text).epochMilliseconds };
    return { at: Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds };
  } catch {
    return {
      reason: `${JSON.stringify(text)} is not an ISO date or time, for example 2017-03-01 or 2017-03-01T10:00:00Z`,
    };
  }
}
