import { accountSubject, repSubject } from './claims.js';
import { type OutgoingEvent, toEvent } from './events.js';
import type { Mapping } from './mapping.js';
import { type Readers, type Row, Unusable } from './values.js';

/** Who is listed in one line of a sales-team list; null when that cannot be told. */
export function repOf(mapping: Mapping, readers: Readers, row: Row): string | null {
  const id = readers.id(mapping.reps?.id, row);
  const from = mapping.reps ? readers.instant(mapping.reps.effective_from, row) : null;
  return id === null || from === null ? null : repSubject(id, from);
}

/** Which account one line of an account list is about; null when that cannot be told. */
export function accountOf(mapping: Mapping, readers: Readers, row: Row): string | null {
  const id = readers.id(mapping.accounts?.id, row);
  return id === null ? null : accountSubject(id);
}

/** One line of a sales-team list as `office.updated` and `rep.updated`. */
export function repEvents(mapping: Mapping, readers: Readers, asOf: number, row: Row): OutgoingEvent[] {
  const rules = mapping.reps;
  if (!rules) return [];
  const repId = required(readers.id(rules.id, row), rules.id.column, 'a rep needs an id');
  const officeId = required(
    readers.id(rules.office.id, row),
    rules.office.id.column,
    'a rep needs an office',
  );
  const from = readers.instant(rules.effective_from, row);
  if (from === null) throw new Unusable('effective_from: empty; say from when the rep is in this office');
  const office = toEvent(mapping.source, asOf, {
    type: 'office.updated',
    occurredAt: from,
    data: {
      office_id: officeId,
      name: readers.text(rules.office.name, row) ?? officeId,
      zone: readers.text(rules.office.zone, row),
    },
  });
  const rep = toEvent(mapping.source, asOf, {
    type: 'rep.updated',
    occurredAt: from,
    data: {
      rep_id: repId,
      effective_from: from,
      name: readers.text(rules.name, row) ?? repId,
      office_id: officeId,
      team: readers.text(rules.team, row) ?? '',
    },
  });
  return [office, rep];
}

/** One line of an account list as `account.created`. */
export function accountEvents(mapping: Mapping, readers: Readers, asOf: number, row: Row): OutgoingEvent[] {
  const rules = mapping.accounts;
  if (!rules) return [];
  const accountId = required(readers.id(rules.id, row), rules.id.column, 'an account needs an id');
  const createdAt = readers.instant(rules.created_at, row);
  if (createdAt === null) throw new Unusable('created_at: empty; an account needs a creation date');
  const created = toEvent(mapping.source, asOf, {
    type: 'account.created',
    occurredAt: createdAt,
    data: {
      account_id: accountId,
      created_at: createdAt,
      name: readers.text(rules.name, row),
      segment: readers.text(rules.segment, row),
      region: readers.text(rules.region, row),
      rep_id: readers.id(rules.rep, row),
    },
  });
  return [created];
}

function required(value: string | null, column: string, why: string): string {
  if (value === null) throw new Unusable(`${column}: empty; ${why}`);
  return value;
}
