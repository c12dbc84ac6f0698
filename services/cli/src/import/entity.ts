import type { EventType } from '@tallyboard/contracts/events';
import { z } from 'zod';
import { type OutgoingEvent, type Statement, toEvent } from './events.js';
import {
  type DurationRule,
  type IdRule,
  type InstantRule,
  instant,
  type OnlyRule,
  only,
  type TextRule,
} from './rules.js';
import { type Readers, type Row, Unusable } from './values.js';

/** What one line of a file says by the rules of a mapping. */
export interface Line {
  /** Epoch ms: when the export was made. */
  asOf: number;
  row: Row;
  text(rule: TextRule | undefined): string | null;
  id(rule: IdRule | undefined): string | null;
  instant(rule: InstantRule | undefined): number | null;
  /** `2026-06-30`. */
  date(rule: InstantRule | undefined): string | null;
  decimal(rule: TextRule | undefined): string | null;
  durationMs(rule: DurationRule | undefined): number | null;
}

/** How the lines of one kind of file are read. Both functions throw Unusable when a cell that they need cannot be read. */
export interface Entity {
  /** Its key in a mapping and its word on the command line. */
  name: string;
  /** What a line is about, for people. */
  one: string;
  /** Its lines are things that happened, so that several about one subject do not contradict each other. */
  isLog: boolean;
  /** Its lines also say something of others than their subject, as that of a rep of the office. */
  speaksOfOthers: boolean;
  /** The metrics that tell what came of it: names of the catalogue. */
  metrics: readonly string[];
  /** Of its events those whose time is not one at which something counts: since when it holds, or that of the export. */
  timeless: readonly EventType[];
  rules: z.ZodObject;
  /** What a line says; nothing where it is about something else. */
  events(mapping: MappingOf, readers: Readers, asOf: number, row: Row): OutgoingEvent[];
  /** What lines about one thing say together; null: they contradict each other. Without it, no two lines are one thing. */
  combined?(mapping: MappingOf, readers: Readers, asOf: number, rows: readonly Row[]): OutgoingEvent[] | null;
  /** Of whom it speaks, also when what it says cannot be used. */
  subject(mapping: MappingOf, readers: Readers, row: Row): string | null;
}

/** What an entity needs of a mapping. */
interface MappingOf {
  source: string;
  [section: string]: unknown;
}

interface Definition<Rules extends z.ZodObject> {
  name: string;
  one: string;
  isLog?: boolean;
  speaksOfOthers?: boolean;
  metrics: readonly string[];
  timeless?: readonly EventType[];
  rules: Rules;
  statements(rules: z.infer<Rules>, line: Line): Statement[];
  subject(rules: z.infer<Rules>, line: Line): string | null;
  /** What several lines about one thing say together; null: they contradict each other. */
  combine?(rules: z.infer<Rules>, lines: readonly Told[]): Statement[] | null;
}

/** A line, and what it says by itself. */
export interface Told {
  line: Line;
  statements: Statement[];
}

export function defineEntity<Rules extends z.ZodObject>(definition: Definition<Rules>): Entity {
  const {
    name,
    one,
    isLog = false,
    speaksOfOthers = false,
    metrics,
    timeless = [],
    rules,
    statements,
    subject,
    combine,
  } = definition;
  const rulesIn = (mapping: MappingOf) => mapping[name] as z.infer<Rules> & { only?: OnlyRule };
  const eventsOf = (mapping: MappingOf, asOf: number, said: readonly Statement[]): OutgoingEvent[] => {
    const columnFor = (field: string) => columnOfField(field, one, rulesIn(mapping));
    return said.map((each) => toEvent(mapping.source, asOf, each, columnFor));
  };
  return {
    name,
    one,
    isLog,
    speaksOfOthers,
    metrics,
    timeless,
    rules: rules.extend({ only: only.optional() }),
    events(mapping, readers, asOf, row) {
      const rules = rulesIn(mapping);
      if (!isMeant(rules.only, row)) return [];
      return eventsOf(mapping, asOf, statements(rules, lineOf(readers, asOf, row)));
    },
    subject: (mapping, readers, row) => subject(rulesIn(mapping), lineOf(readers, 0, row)),
    ...(combine && {
      combined(mapping, readers, asOf, rows) {
        const rules = rulesIn(mapping);
        const lines = rows.map((row) => lineOf(readers, asOf, row));
        const together = combine(
          rules,
          lines.map((line) => ({ line, statements: statements(rules, line) })),
        );
        return together && eventsOf(mapping, asOf, together);
      },
    }),
  };
}

/** The column that a field of an event is read from, as far as their names tell: `duration_ms` is the `duration` of a mapping. */
function columnOfField(field: string, one: string, rules: Readonly<Record<string, unknown>>): string | null {
  const name = field.split('.').at(-1)!;
  for (const each of [name === `${one}_id` ? 'id' : name, name.replace(/_(id|ms)$/, '')]) {
    const rule = rules[each] as { column?: unknown } | undefined;
    if (typeof rule?.column === 'string') return rule.column;
  }
  return null;
}

const isMeant = (only: OnlyRule | undefined, row: Row): boolean =>
  only === undefined ||
  only.every(({ column, values }) => {
    const cell = row[column]?.trim() ?? '';
    return values ? values.includes(cell) : cell !== '';
  });

const lineOf = (readers: Readers, asOf: number, row: Row): Line => ({
  asOf,
  row,
  text: (rule) => readers.text(rule, row),
  id: (rule) => readers.id(rule, row),
  instant: (rule) => (rule ? readers.instant(rule, row) : null),
  date: (rule) => (rule ? readers.date(rule, row) : null),
  decimal: (rule) => readers.decimal(rule, row),
  durationMs: (rule) => readers.durationMs(rule, row),
});

/** Whether a field of the rules of an entity is an instant. */
export function isInstant({ rules }: Pick<Entity, 'rules'>, field: string): boolean {
  const schema = rules.shape[field];
  return (schema instanceof z.ZodOptional ? schema.unwrap() : schema) === instant;
}

/** A value that a line must have; `why` follows the name of its column. */
export function needed<Value>(
  value: Value | null,
  rule: { column: string } | { constant: string } | undefined,
  why: string,
): Value {
  if (value === null) throw new Unusable(columnOf(rule), `empty; ${why}`);
  return value;
}

export const columnOf = (rule: { column: string } | { constant: string } | undefined): string =>
  rule === undefined ? 'the mapping' : 'column' in rule ? rule.column : 'constant';
