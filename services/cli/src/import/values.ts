import { dateReader } from './dates.js';
import type { IdRule, InstantRule, Mapping, TextRule } from './mapping.js';

/** A line of a file: its cells by column title. */
export type Row = Readonly<Record<string, string>>;

/** Why a line cannot be used; caught by whoever goes through the lines. */
export class Unusable extends Error {}

/** The rules of a mapping as functions of a line. Empty cells give null; what cannot be read throws Unusable. */
export interface Readers {
  text(rule: TextRule | undefined, row: Row): string | null;
  id(rule: IdRule | undefined, row: Row): string | null;
  instant(rule: InstantRule, row: Row): number | null;
  decimal(rule: TextRule | undefined, row: Row): string | null;
}

export function createReaders(mapping: Pick<Mapping, 'dates' | 'numbers'>): Readers {
  const readers = new Map<string, ReturnType<typeof dateReader>>();
  const readerOf = (format: string, zone: string) => {
    const key = `${format}\n${zone}`;
    const reader = readers.get(key) ?? dateReader(format, zone);
    readers.set(key, reader);
    return reader;
  };
  const iso = readerOf('iso', mapping.dates.zone);
  const at = (column: string, read: ReturnType<typeof dateReader>, value: string): number => {
    const result = read(value);
    if ('reason' in result) throw new Unusable(`${column}: ${result.reason}`);
    return result.at;
  };
  const self: Readers = {
    text: (rule, row) => (rule ? read(rule, row) : null),
    id(rule, row) {
      const value = rule ? read(rule, row) : null;
      if (value === null || rule?.as !== 'slug') return value;
      const slug = slugOf(value);
      if (slug === '') throw new Unusable(`${rule.column}: no id can be made of ${JSON.stringify(value)}`);
      return slug;
    },
    instant(rule, row) {
      if ('constant' in rule) return at('constant', iso, rule.constant);
      const cell = cellOf(rule, row);
      if (cell === null) return rule.default === undefined ? null : at(rule.column, iso, rule.default);
      const reader = readerOf(rule.format ?? mapping.dates.format, rule.zone ?? mapping.dates.zone);
      return at(rule.column, reader, meant(rule, cell));
    },
    decimal(rule, row) {
      const value = rule ? read(rule, row) : null;
      if (value === null || !rule) return null;
      const number = plainNumber(value, mapping.numbers);
      if (number === null)
        throw new Unusable(
          `${'column' in rule ? rule.column : 'constant'}: ${JSON.stringify(value)} is not a number`,
        );
      return number;
    },
  };
  return self;
}

function read(rule: TextRule | IdRule, row: Row): string | null {
  if ('constant' in rule) return rule.constant;
  const cell = cellOf(rule, row);
  if (cell === null) return rule.default ?? null;
  return meant(rule, cell);
}

/** What the mapping says for this spelling; any other stays as it is. */
function meant({ values = {} }: { values?: Record<string, string> | undefined }, cell: string): string {
  return Object.hasOwn(values, cell) ? (values[cell] ?? cell) : cell;
}

function cellOf(rule: { column: string; empty?: string[] | undefined }, row: Row): string | null {
  const cell = row[rule.column]?.trim() ?? '';
  return cell === '' || rule.empty?.includes(cell) ? null : cell;
}

/** `1,054.00` or `1.054,00` or `$1054` as `1054.00`; null when it is not a number. */
export function plainNumber(text: string, { decimal, group }: Mapping['numbers']): string | null {
  const bare = text
    .replace(/^(-?)\s*\p{Sc}\s*/u, '$1')
    .replace(/\p{Sc}$/u, '')
    .trimEnd();
  const literal = (mark: string) => mark.replace(/[.']/g, '\\$&');
  const whole = group ? `(?:\\d{1,3}(?:${literal(group)}\\d{3})+|\\d+)` : '\\d+';
  if (!new RegExp(`^-?${whole}(?:${literal(decimal)}\\d+)?$`).test(bare)) return null;
  const ungrouped = group ? bare.replaceAll(group, '') : bare;
  return ungrouped.replace(decimal, '.');
}

/** Lower case, letters and digits of any script, everything else one hyphen. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
