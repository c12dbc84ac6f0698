import type { CsvLine } from './csv.js';
import type { OutgoingEvent } from './events.js';
import type { ReadingRules } from './reading.js';
import { Unusable } from './values.js';

/** Lines about one thing, and what they say together, or why they say nothing. */
export type Gathered = { lines: CsvLine[] } & (
  | { events: OutgoingEvent[] }
  | { contradictory: true }
  | { reason: string; column: string | null }
);

/**
 * Keeps lines that say different things of one thing until all of them are read: those of an order and the subscriptions of
 * a customer are one together, any others contradict each other.
 */
export interface Gatherer {
  /** A line about `of`, of which the file has so many; null as long as others are to come. */
  add(of: string, line: CsvLine, expected: number): Gathered | null;
  /** One that cannot be used, and so none of them. */
  addUnusable(of: string, expected: number): Gathered | null;
}

export function createGatherer({ entity, mapping, readers, asOf }: ReadingRules): Gatherer {
  const { combined } = entity;
  const open = new Map<string, { lines: CsvLine[]; seen: number }>();
  const saying = (lines: CsvLine[], expected: number): Gathered => {
    if (!combined || lines.length < expected) return { lines, contradictory: true };
    const rows = lines.map(({ row }) => row);
    try {
      const events = combined(mapping, readers, asOf, rows);
      return events ? { lines, events } : { lines, contradictory: true };
    } catch (error) {
      if (error instanceof Unusable) return { lines, reason: error.message, column: error.column };
      throw error;
    }
  };
  const see = (of: string, lines: CsvLine[], expected: number): Gathered | null => {
    if (!combined) return saying(lines, expected);
    const group = open.get(of) ?? { lines: [], seen: 0 };
    open.set(of, group);
    group.lines.push(...lines);
    group.seen += 1;
    if (group.seen < expected) return null;
    open.delete(of);
    return saying(group.lines, expected);
  };
  return {
    add: (of, line, expected) => see(of, [line], expected),
    addUnusable: (of, expected) => see(of, [], expected),
  };
}
