import type { CrmEvent, EventType } from '@tallyboard/contracts/events';
import { versionGiven } from '@tallyboard/contracts/source-version';
import { compareEvents, type Rank } from './rank.js';

/**
 * An event reduced to what its fold reads; a null attribute says nothing. Classes, because millions are kept: the
 * engine lays their instances out tightly.
 */
export abstract class Statement<Type extends EventType = EventType> implements Rank {
  readonly type: Type;
  readonly version: number | null;
  readonly occurredAt: number;
  readonly eventId: string;
  readonly source: string;
  readonly digest: number;
  /** Fields that have no value from this statement on. */
  readonly cleared: readonly string[] | null;
  /** Another statement of the same entity: a list costs less memory than an array, and most are short. */
  next: this | null = null;

  constructor(event: CrmEvent & { type: Type }, digest: number, keep: Keep) {
    this.type = event.type;
    this.version = versionGiven(event);
    this.occurredAt = event.occurred_at;
    this.eventId = event.event_id;
    this.source = keep(event.source);
    this.digest = digest;
    this.cleared = 'cleared' in event ? event.cleared : null;
  }
}

/** Gives one copy of each of the few values that come again and again: every decoded event brings its own. */
export type Keep = <T extends string | null>(text: T) => T;

/** A `Keep` with a memory of its own. */
export function createKeep(): Keep {
  const kept = new Map<string, string>();
  return (text) => {
    if (text === null) return text;
    const known = kept.get(text);
    if (known !== undefined) return known as typeof text;
    kept.set(text, text);
    return text;
  };
}

/** The statements of an entity, ascending, exact duplicates once. */
export function inOrder<S extends Statement>(first: S): S[] {
  const statements: S[] = [];
  for (let one: S | null = first; one !== null; one = one.next) statements.push(one);
  if (statements.length < 2) return statements;
  statements.sort(compareEvents);
  return statements.filter((one, i) => i === 0 || compareEvents(statements[i - 1]!, one) !== 0);
}

/**
 * The last known value of an attribute: the non-null one of the highest statement, unless a higher one clears the field that
 * says it. Without `field` it cannot be cleared.
 */
export function lastKnown<S extends Statement, V>(
  ascending: readonly S[],
  read: (statement: S) => V | null,
  field?: string,
): V | null {
  for (let i = ascending.length - 1; i >= 0; i -= 1) {
    const value = read(ascending[i]!);
    if (value !== null || (field !== undefined && clears(ascending[i]!, field))) return value;
  }
  return null;
}

/** Whether the field has no value from this statement on. */
export const clears = ({ cleared }: Statement, field: string): boolean => cleared?.includes(field) ?? false;
