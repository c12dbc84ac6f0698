import { dealEvents, dealOf } from './deals.js';
import type { OutgoingEvent } from './events.js';
import type { Mapping } from './mapping.js';
import { accountEvents, accountOf, repEvents, repOf } from './reference.js';
import type { Readers, Row } from './values.js';

/** How the lines of one kind of file are read. Both throw Unusable when a cell that they need cannot be read. */
export interface Section {
  /** Its key in a mapping. */
  name: 'deals' | 'reps' | 'accounts';
  /** What the line says. */
  events(mapping: Mapping, readers: Readers, asOf: number, row: Row): OutgoingEvent[];
  /** Of whom it speaks, also when what it says cannot be used. */
  subject(mapping: Mapping, readers: Readers, row: Row): string | null;
}

export const DEALS: Section = { name: 'deals', events: dealEvents, subject: dealOf };
export const REPS: Section = { name: 'reps', events: repEvents, subject: repOf };
export const ACCOUNTS: Section = { name: 'accounts', events: accountEvents, subject: accountOf };
