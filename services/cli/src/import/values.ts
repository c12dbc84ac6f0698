import { Temporal } from 'temporal-polyfill';
import { dateReader } from './dates.js';
import type { Dates, DurationRule, IdRule, InstantRule, Numbers, TextRule } from './rules.js';

/** A line of a file: its cells by column title. */
export type Row = Readonly<Record<string, string>>;

/** Why a line cannot be used; caught by whoever goes through the lines. */
export class Unusable extends Error {
  /** `column`: the title of the cell that is wrong; null where it is not one cell. */
  constructor(
    readonly column: string | null,
    why: string,
  ) {
    super(column === null ? why : `${column}: ${why}`);
  }
}

/** The rules of a mapping as functions of a line. Empty cells give null; what cannot be read throws Unusable. */
export interface Readers {
  text(rule: TextRule | undefined, row: Row): string | null;
  id(rule: IdRule | undefined, row: Row): string | null;
  instant(rule: InstantRule, row: Row): number | null;
  /** The day of an instant by the clock that it was read by: `2026-06-30`. */
  date(rule: InstantRule, row: Row): string | null;
  decimal(rule: TextRule | undefined, row: Row): string | null;
  durationMs(rule: DurationRule | undefined, row: Row): number | null;
}

export function createReaders(mapping: { dates: Dates; numbers: Numbers }): Readers {
  const readers = new Map<string, ReturnType<typeof dateReader>>();
  const readerOf = (format: string, zone: string) => {
    const key = `${format}\n${zone}`;
    const reader = readers.get(key) ?? dateReader(format, zone, mapping.dates.locale);
    readers.set(key, reader);
    return reader;
  };
  const iso = readerOf('iso', mapping.dates.zone);
  const at = (column: string, read: ReturnType<typeof dateReader>, value: string): number => {
    const result = read(value);
    if ('reason' in result) throw new Unusable(column, result.reason);
    return result.at;
  };
  const self: Readers = {
    text: (rule, row) => (rule ? read(rule, row) : null),
    id(rule, row) {
      const value = rule ? read(rule, row) : null;
      if (value !== null && SHORTENED.test(value))
        throw new Unusable(
          rule!.column,
          `${JSON.stringify(value)} is an id that a spreadsheet has shortened: export the column as text`,
        );
      if (value === null || rule?.as !== 'slug') return value;
      const slug = slugOf(value);
      if (slug === '') throw new Unusable(rule.column, `no id can be made of ${JSON.stringify(value)}`);
      return slug;
    },
    instant(rule, row) {
      if ('constant' in rule) return at('constant', iso, rule.constant);
      const cell = cellOf(rule, row);
      if (cell === null) return rule.default === undefined ? null : at(rule.column, iso, rule.default);
      const reader = readerOf(rule.format ?? mapping.dates.format, rule.zone ?? mapping.dates.zone);
      return at(rule.column, reader, meant(rule, cell));
    },
    date(rule, row) {
      const instant = self.instant(rule, row);
      if (instant === null) return null;
      const zone = ('zone' in rule ? rule.zone : undefined) ?? mapping.dates.zone;
      return Temporal.Instant.fromEpochMilliseconds(instant)
        .toZonedDateTimeISO(zone)
        .toPlainDate()
        .toString();
    },
    decimal(rule, row) {
      const value = rule ? read(rule, row) : null;
      if (value === null || !rule) return null;
      const where = 'column' in rule ? rule.column : 'constant';
      if (mapping.numbers.isAssumed && AMBIGUOUS.test(value))
        throw new Unusable(
          where,
          `${JSON.stringify(value)} could be thousands or a fraction: let the mapping say which, numbers: { decimal: ".", group: "," } or the other way round`,
        );
      const number = plainNumber(value, mapping.numbers);
      if (number === null)
        throw new Unusable(
          where,
          `${JSON.stringify(value)} is not a number with ${JSON.stringify(mapping.numbers.decimal)} before its fraction${mapping.numbers.isAssumed ? '; the mapping says by numbers how they are written' : ''}`,
        );
      return number;
    },
    durationMs(rule, row) {
      const value = rule ? read(rule, row) : null;
      if (value === null || !rule) return null;
      if (value.includes(':')) return clockMs(rule, value);
      if (rule.unit === 'mm:ss' || rule.unit === 'hh:mm')
        throw new Unusable(rule.column, `${JSON.stringify(value)} is not of the form ${rule.unit}`);
      return Math.round(Number(self.decimal(rule, row)) * UNIT_MS[rule.unit]);
    },
  };
  return self;
}

const UNIT_MS = { ms: 1, seconds: 1_000, minutes: 60_000, hours: 3_600_000 };

/** `h:mm:ss`, or two numbers of which the mapping says what they count. */
function clockMs({ column, unit }: DurationRule, value: string): number {
  const match = /^(?:(\d+):)?(\d{1,3}):(\d{2})$/.exec(value);
  if (!match) throw new Unusable(column, `${JSON.stringify(value)} is not a duration of the form h:mm:ss`);
  const [, hours, first, second] = match.map(Number);
  if (match[1] !== undefined) return (hours! * 3_600 + first! * 60 + second!) * 1_000;
  if (unit === 'mm:ss') return (first! * 60 + second!) * 1_000;
  if (unit === 'hh:mm') return (first! * 60 + second!) * 60_000;
  throw new Unusable(
    column,
    `${JSON.stringify(value)} could be minutes and seconds or hours and minutes: let the mapping say which, unit: "mm:ss" or "hh:mm"`,
  );
}

function read(rule: TextRule | IdRule, row: Row): string | null {
  if ('constant' in rule) return rule.constant;
  const cell = cellOf(rule, row);
  if (cell === null) return rule.default ?? null;
  return meant(rule, cell);
}

/** What the mapping says for this spelling; any other stays as it is. */
function meant({ values }: { values?: Record<string, string> | undefined }, cell: string): string {
  return values && Object.hasOwn(values, cell) ? (values[cell] ?? cell) : cell;
}

function cellOf(rule: { column: string; empty?: string[] | undefined }, row: Row): string | null {
  const cell = row[rule.column]?.trim() ?? '';
  return cell === '' || rule.empty?.includes(cell) ? null : cell;
}

/** What a spreadsheet makes of an id of many digits. */
const SHORTENED = /^\d(?:[.,]\d+)?E\+?\d+$/i;
/** One mark and three digits after it: `2.500`. */
export const AMBIGUOUS = /^\D*[1-9]\d{0,2}[.,]\d{3}\D*$/;
/** Marks between groups of digits that stand for others of their kind: all spaces, both apostrophes. */
const ALIKE: Record<string, string> = { ' ': '\\s', "'": "['\u2019]" };

/**
 * `1,054.00`, `1.054,00`, `12,34,567.00` (as in India), `$1054`, `1 054 €`, `(12.50)` or `−12.50` as a plain number;
 * null when it is none.
 */
export function plainNumber(
  text: string,
  { decimal, group }: Pick<Numbers, 'decimal' | 'group'>,
): string | null {
  // Most cells are plain already, and the patterns of the others are dear.
  if (/^-?\d+$/.test(text) || (decimal === '.' && /^-?\d+\.\d+$/.test(text))) return text;
  const inBrackets = /^\((.*)\)$/.exec(text.trim());
  const bare = (inBrackets?.[1] ?? text)
    .trim()
    .replace(/^\u2212/, '-')
    .replace(/^(-?)\s*\p{Sc}\s*/u, '$1')
    .replace(/^(\p{Sc})?\s*-/u, '-')
    .replace(/\p{Sc}$/u, '')
    .trimEnd();
  const mark = ALIKE[group] ?? literal(group);
  const western = `\\d{1,3}(?:${mark}\\d{3})+`;
  const indian = `\\d{1,2}(?:${mark}\\d{2})*${mark}\\d{3}`;
  const whole = group ? `(?:${western}|${indian}|\\d+)` : '\\d+';
  if (!new RegExp(`^-?${whole}(?:${literal(decimal)}\\d+)?$`).test(bare)) return null;
  if (inBrackets && bare.startsWith('-')) return null;
  const ungrouped = group ? bare.replaceAll(new RegExp(mark, 'g'), '') : bare;
  return `${inBrackets ? '-' : ''}${ungrouped.replace(decimal, '.')}`;
}

const literal = (mark: string) => mark.replace(/[.']/g, '\\$&');

/** Lower case, letters and digits of any script, everything else one hyphen. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
