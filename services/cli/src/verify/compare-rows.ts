import { keyOf } from '@tallyboard/contracts/codec';
import { isErasure, keptOfErased } from '@tallyboard/contracts/erasure';
import type { CrmEvent } from '@tallyboard/contracts/events';
import {
  type EventRow,
  type EventTable,
  type Identity,
  identityKey,
  identityOf,
  identityOfRow,
  kindOfEvent,
  rowOf,
} from './event-table.js';
import type { LoggedEvent } from './log.js';

/** A row of an event table that is not what the log says. */
export interface WrongRow {
  /** missing: the log has the event; added: the log does not have this row; changed: it says something else. */
  kind: 'missing' | 'added' | 'changed';
  table: EventTable;
  identity: Identity;
  key: string;
  /** Of a changed row. */
  columns: { column: string; stored: unknown; logged: unknown }[];
  /** Where the event lies in the log, if it does: the first of its copies. */
  at: { partition: number; offset: number } | null;
}

interface Expected {
  /** Its values as JSON: much smaller than they are. */
  content: string;
  /** The same once its entity is erased; null: there is to be no row. */
  contentOfErased: string | null;
  recordedAt: number;
  partition: number;
  offset: number;
  isStored: boolean;
}

/** The rows that events must be, and what is stored instead. */
export interface ExpectedRows {
  /** Takes events in any order, duplicates too; all copies of one. */
  add(logged: LoggedEvent): void;
  /** Takes of an event no more than whom it erases, if anybody. */
  heed(event: CrmEvent): void;
  /** Compares them with the stored rows of the same entities or identities. Once. */
  compare(stored: Iterable<EventRow>): WrongRow[];
}

/** Of an event that came several times the first copy is the row's: its `recorded_at` is when it was first known. */
export function createExpectedRows(tables: ReadonlyMap<string, EventTable>): ExpectedRows {
  const expected = new Map<string, Expected>();
  /** Keys of their messages. */
  const erased = new Set<string>();
  const heed = (event: CrmEvent) => {
    if (isErasure(event)) erased.add(keyOf(event));
  };
  return {
    heed,
    add(logged) {
      heed(logged.event);
      const table = tables.get(kindOfEvent(logged.event));
      if (!table) return;
      const key = identityKey(table.kind, identityOf(logged));
      const { recordedAt, partition, offset } = logged;
      const known = expected.get(key);
      if (known && known.recordedAt <= recordedAt) return;
      const content = JSON.stringify(rowOf(table, logged).values);
      const kept = keptOfErased(logged.event);
      const contentOfErased = kept && JSON.stringify(rowOf(table, { ...logged, event: kept }).values);
      const first = Math.min(offset, known?.offset ?? offset);
      expected.set(key, { content, contentOfErased, recordedAt, partition, offset: first, isStored: false });
    },
    compare(stored) {
      if (erased.size > 0) forget(expected, erased);
      const strange: Strange[] = [];
      for (const row of stored) {
        const identity = identityOfRow(row);
        const key = identityKey(row.table.kind, identity);
        const right = expected.get(key);
        if (right && right.content === JSON.stringify(row.values)) right.isStored = true;
        else strange.push({ row, identity, key });
      }
      return [...strangeRows(strange, expected), ...missingRows(tables, expected)];
    },
  };
}

/** Of those who are erased nothing is expected but what is kept of them. */
function forget(expected: Map<string, Expected>, erased: ReadonlySet<string>): void {
  for (const [key, row] of expected) {
    const [kind, tenant, id] = key.split('\0');
    if (kind === 'erasure' || !erased.has(`${tenant}/${kind}/${id}`)) continue;
    if (row.contentOfErased === null) expected.delete(key);
    else row.content = row.contentOfErased;
  }
}

interface Strange {
  row: EventRow;
  identity: Identity;
  key: string;
}

function* strangeRows(
  strange: readonly Strange[],
  expected: ReadonlyMap<string, Expected>,
): Iterable<WrongRow> {
  for (const { row, identity, key } of strange) {
    const right = expected.get(key);
    const isChanged = right !== undefined && !right.isStored;
    // The row that is there instead: the event is not missing on top.
    if (right) right.isStored = true;
    const values = isChanged ? (JSON.parse(right.content) as unknown[]) : [];
    const columns = isChanged
      ? row.table.columns.flatMap(({ name }, i) =>
          JSON.stringify(row.values[i]) === JSON.stringify(values[i])
            ? []
            : [{ column: name, stored: row.values[i], logged: values[i] }],
        )
      : [];
    const at = right ? { partition: right.partition, offset: right.offset } : null;
    yield { kind: isChanged ? 'changed' : 'added', table: row.table, identity, key, columns, at };
  }
}

function* missingRows(
  tables: ReadonlyMap<string, EventTable>,
  expected: ReadonlyMap<string, Expected>,
): Iterable<WrongRow> {
  for (const [key, { content, partition, offset, isStored }] of expected) {
    if (isStored) continue;
    const table = tables.get(key.slice(0, key.indexOf('\0')))!;
    const identity = identityOfRow({ table, values: JSON.parse(content) as unknown[] });
    yield { kind: 'missing', table, identity, key, columns: [], at: { partition, offset } };
  }
}
