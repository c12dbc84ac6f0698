import { type Claim, claimsOf, unusableClaim } from './claims.js';
import type { CsvLine } from './csv.js';
import type { Entity } from './entity.js';
import type { OutgoingEvent } from './events.js';
import type { Mapping } from './mapping.js';
import { type Readers, Unusable } from './values.js';

/** What a line comes to: events, or why it cannot be used; and of whom it says something. */
export type Reading = { claims: Claim[] } & ({ events: OutgoingEvent[] } | { reason: string });

export interface ReadingRules {
  mapping: Mapping;
  readers: Readers;
  /** Epoch ms. */
  asOf: number;
  entity: Entity;
}

export function readLine({ mapping, readers, asOf, entity }: ReadingRules, line: CsvLine): Reading {
  const { row, problem } = line;
  // Cells that have slipped may name anybody.
  if (problem) return { claims: [], reason: problem };
  try {
    const events = entity.events(mapping, readers, asOf, row);
    return { events, claims: entity.isLog ? [] : claimsOf(events) };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    const subject = orNull(() => entity.subject(mapping, readers, row));
    return { reason: error.message, claims: subject === null ? [] : [unusableClaim(subject, line.line)] };
  }
}

function orNull<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unusable) return null;
    throw error;
  }
}
