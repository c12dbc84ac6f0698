import { hash } from 'node:crypto';
import type { EventType } from '@tallyboard/contracts/events';
import { check, type Violation } from '@tallyboard/contracts/validate';
import { Unusable } from './values.js';

/** A CloudEvent as the ingest service takes it; the tenant comes from the key that it is sent with. */
export interface OutgoingEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: EventType;
  /** RFC 3339, UTC. */
  time: string;
  data: Record<string, unknown>;
}

/** What an event says; null fields say nothing and are left out. */
export interface Statement {
  type: EventType;
  /** Epoch ms. */
  occurredAt: number;
  data: Record<string, unknown>;
}

/**
 * The event of a statement. Its id is a hash of everything it says, so the same line gives the same event however
 * often it is imported, and a changed line gives another one. `asOf` (epoch ms) becomes the source version. Throws
 * Unusable with what breaks the contract, by the column that a field comes from where `columnFor` knows it.
 */
export function toEvent(
  source: string,
  asOf: number,
  statement: Statement,
  columnFor: (field: string) => string | null,
): OutgoingEvent {
  const data: Record<string, unknown> = {};
  for (const key in statement.data) if (statement.data[key] !== null) data[key] = statement.data[key];
  data.source_version = asOf;
  const { type, occurredAt } = statement;
  const checked = check(type, {
    event_id: ANY_ID,
    source,
    tenant: 'any',
    occurred_at: occurredAt,
    ...data,
  });
  if (!checked.ok) throw unusable(checked.violations, columnFor);
  return {
    specversion: '1.0',
    id: idOf(source, type, occurredAt, data),
    source,
    type,
    time: new Date(occurredAt).toISOString(),
    data,
  };
}

function unusable(violations: readonly Violation[], columnFor: (field: string) => string | null): Unusable {
  // The time of an event is that of a field, which is wrong as well.
  const own = violations.filter(({ field }) => field !== 'occurred_at');
  const [first, ...rest] = own.length > 0 ? own : violations;
  const column = columnFor(first!.field);
  const said = ({ reason, expected }: Violation) => `${reason}; it wants ${expected}`;
  const named = (each: Violation) => `${columnFor(each.field) ?? each.field}: ${said(each)}`;
  // A column is named by the error itself.
  return new Unusable(
    column,
    [column === null ? named(first!) : said(first!), ...rest.map(named)].join('; '),
  );
}

/** Of the form that all ids have. */
const ANY_ID = '0'.repeat(32);

/** Hashes what JSON makes of [source, type, time, [[field, value], …]], the fields in the order of their names. */
function idOf(source: string, type: EventType, occurredAt: number, data: Record<string, unknown>): string {
  let said = '';
  for (const key of sorted(Object.keys(data)))
    said += `${said && ','}["${key}",${JSON.stringify(data[key] ?? null)}]`;
  return hash('sha256', `[${JSON.stringify(source)},"${type}",${occurredAt},[${said}]]`).slice(0, 32);
}

/** Lines of one file have few sets of keys. */
const orders = new Map<string, readonly string[]>();

function sorted(keys: string[]): readonly string[] {
  const name = keys.join();
  let order = orders.get(name);
  if (!order) {
    order = keys.sort();
    orders.set(name, order);
  }
  return order;
}
