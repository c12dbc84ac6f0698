import { type Claim, claimsOf, subjectsOf, unusableClaim } from './claims.js';
import type { CsvLine } from './csv.js';
import type { Entity } from './entity.js';
import type { OutgoingEvent } from './events.js';
import type { Mapping } from './mapping.js';
import { type Readers, Unusable } from './values.js';

/** What a line comes to: events, or why it cannot be used; and of whom it says something, for whoever asks. */
export type Reading = { subjects(): string[]; claims(): Claim[] } & (
  | { events: OutgoingEvent[] }
  | { reason: string; column: string | null }
);

export interface ReadingRules {
  mapping: Mapping;
  readers: Readers;
  /** Epoch ms. */
  asOf: number;
  entity: Entity;
}

export function readLine(rules: ReadingRules, line: CsvLine): Reading {
  const { mapping, readers, asOf, entity } = rules;
  // Cells that have slipped may name anybody.
  if (line.problem) return { ...OF_NOBODY, reason: line.problem, column: null };
  try {
    const events = entity.events(mapping, readers, asOf, line.row);
    if (entity.isLog) return { ...OF_NOBODY, events };
    return { events, subjects: () => subjectsOf(events), claims: () => claimsOf(events) };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    const subject = subjectIn(rules, line);
    const { message: reason, column } = error;
    if (subject === null) return { ...OF_NOBODY, reason, column };
    return {
      reason,
      column,
      subjects: () => [subject],
      claims: () => [unusableClaim(subject, line.line)],
    };
  }
}

const OF_NOBODY = { subjects: () => [], claims: () => [] };

/** Of whom a line speaks, also when what it says cannot be used; null: of nobody that is known. */
export const subjectIn = ({ mapping, readers, entity }: ReadingRules, { row }: CsvLine): string | null =>
  orNull(() => entity.subject(mapping, readers, row));

function orNull<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unusable) return null;
    throw error;
  }
}
