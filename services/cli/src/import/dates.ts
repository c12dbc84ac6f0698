import { Temporal } from 'temporal-polyfill';

/** Reads one date or time of a file as epoch ms; a reason when it cannot. */
export type DateReader = (text: string) => { at: number } | { reason: string };

const TOKENS: Record<string, { part: Part; pattern: string }> = {
  yyyy: { part: 'year', pattern: '\\d{4}' },
  MM: { part: 'month', pattern: '\\d{2}' },
  M: { part: 'month', pattern: '\\d{1,2}' },
  dd: { part: 'day', pattern: '\\d{2}' },
  d: { part: 'day', pattern: '\\d{1,2}' },
  HH: { part: 'hour', pattern: '\\d{2}' },
  H: { part: 'hour', pattern: '\\d{1,2}' },
  mm: { part: 'minute', pattern: '\\d{2}' },
  ss: { part: 'second', pattern: '\\d{2}' },
  SSS: { part: 'millisecond', pattern: '\\d{3}' },
};
type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond';

/**
 * A reader for a format of `yyyy MM M dd d HH H mm ss SSS` and literal characters, or `iso` (2017-03-01,
 * 2017-03-01T10:00:00, or with an offset, which then wins over the zone). A date without a time is its local
 * midnight in `zone`; a local time that a clock change repeats is the first of the two, one that it skips is as much
 * later. Throws a sentence when the format itself is wrong.
 */
export function dateReader(format: string, zone: string): DateReader {
  if (format === 'iso') return (text) => readIso(text, zone);
  const { pattern, parts } = compile(format);
  return (text) => {
    const match = pattern.exec(text);
    if (!match) return { reason: `${JSON.stringify(text)} is not a date of the form ${format}` };
    const fields: Partial<Record<Part, number>> = {};
    parts.forEach((part, i) => {
      fields[part] = Number(match[i + 1]);
    });
    try {
      const local = Temporal.PlainDateTime.from(fields as { year: number; month: number; day: number }, {
        overflow: 'reject',
      });
      return { at: local.toZonedDateTime(zone).epochMilliseconds };
    } catch {
      return { reason: `${JSON.stringify(text)} is not a day of the calendar (read as ${format})` };
    }
  };
}

function compile(format: string): { pattern: RegExp; parts: Part[] } {
  const parts: Part[] = [];
  const source = format.replace(/yyyy|MM?|dd?|HH?|mm|ss|SSS|./gs, (piece) => {
    const token = TOKENS[piece];
    if (token) {
      if (parts.includes(token.part))
        throw new Error(`the date format ${format} has the ${token.part} twice`);
      parts.push(token.part);
      return `(${token.pattern})`;
    }
    if (/[A-Za-z]/.test(piece) && piece !== 'T' && piece !== 'Z')
      throw new Error(
        `the date format ${format} has ${JSON.stringify(piece)}, which means nothing; it may use ${Object.keys(TOKENS).join(' ')} or be iso`,
      );
    return piece.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  });
  const missing = (['year', 'month', 'day'] as const).filter((part) => !parts.includes(part));
  if (missing.length > 0) throw new Error(`the date format ${format} has no ${missing.join(', no ')}`);
  return { pattern: new RegExp(`^${source}$`), parts };
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
