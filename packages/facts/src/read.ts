import type { CrmEvent, Entity } from '@tallyboard/contracts/events';
import type { Field } from '@tallyboard/contracts/fields';

/**
 * What a fact takes from another entity: its state in force at an instant of the fact. The other's events dirty exactly the
 * cells that depend on what they change; links remember which facts mention which of them.
 */
export interface Read {
  /** Whose state is read. */
  entity: Entity;
  /** Field of the fact's events that mentions one of them. */
  by: string;
  /** Dimension of the fact that holds the id that is read, and what it says; null: it is no dimension. */
  dimension: { name: string; doc: string } | null;
  /** SQL of that id, over `placed` and what reads before this one have in force. */
  id: string;
  /** Column of the places with the instant at which it is read. */
  asOf: string;
  /** View of the states: tenant, `<entity>_id`, the field `since`, and what is taken. */
  history: string;
  /** Field of the other's events with the instant from which on they hold. */
  since: string;
  /** Dimension → field of the other's events that gives it. */
  gives: Readonly<Record<string, { field: string; doc: string }>>;
  /** Fields of the other's events by which it changes who reads it. */
  says: readonly string[];
  /** What it computes measures by; null: it gives dimensions alone. */
  computes: Computes | null;
  /** SQL of who reads some of them without a mention, as rows of `links`; `ids`: SQL of their (tenant, id). Null: nobody. */
  unmentioned: ((ids: string) => string) | null;
}

/** Measures that are made of what a fact's places say together with the state that is read. */
export interface Computes {
  /** Columns that the places have for it alone, and what they say. */
  wants: Readonly<Record<string, string>>;
  /** Of the states, beside the id and since: columns of the history view. */
  takes: readonly string[];
  /** SQL with names, over `placed` and `<entity>_in_force`. */
  steps: readonly (readonly [name: string, sql: string])[];
  /** Measures of the places by which it computes others. */
  needs: readonly string[];
  /** Measure → SQL over steps and these. */
  measures: Readonly<Record<string, string>>;
}

/** What a row of events has beside what the event says, computed from that once, when it is written. */
export interface Derived {
  fields: readonly Field[];
  of(event: CrmEvent): Readonly<Record<string, unknown>>;
}

/** Who a fact is credited to, and the office and team of that rep at that instant. */
export const repInForce: Read = {
  entity: 'rep',
  by: 'rep_id',
  dimension: { name: 'rep', doc: 'the rep it is credited to' },
  id: 'placed.rep',
  asOf: 'dims_at',
  history: 'rep_history',
  since: 'effective_from',
  gives: {
    office: { field: 'office_id', doc: 'office of the rep at that instant' },
    team: { field: 'team', doc: 'team of the rep at that instant' },
  },
  says: ['office_id', 'team'],
  computes: null,
  unmentioned: null,
};
