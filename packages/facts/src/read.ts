import type { Entity } from '@tallyboard/contracts/events';

/**
 * What a fact takes from another entity: its state in force at an instant of the fact. The other's events dirty exactly the
 * cells that depend on what they change; links remember which facts mention which of them.
 */
export interface Read {
  /** Whose state is read. */
  entity: Entity;
  /** Field of the fact's events that mentions one of them. */
  by: string;
  /** Dimension of the fact, and column of its places, that holds the id that is read. */
  dimension: string;
  doc: string;
  /** Column of the places with the instant at which it is read. */
  asOf: string;
  /** View of the states: tenant, `<entity>_id`, the field `since`, and what is taken. */
  history: string;
  /** Field of the other's events with the instant from which on they hold. */
  since: string;
  /** Dimension → field of the other's events that gives it. */
  gives: Readonly<Record<string, { field: string; doc: string }>>;
}

/** Who a fact is credited to, and the office and team of that rep at that instant. */
export const repInForce: Read = {
  entity: 'rep',
  by: 'rep_id',
  dimension: 'rep',
  doc: 'the rep it is credited to',
  asOf: 'dims_at',
  history: 'rep_history',
  since: 'effective_from',
  gives: {
    office: { field: 'office_id', doc: 'office of the rep at that instant' },
    team: { field: 'team', doc: 'team of the rep at that instant' },
  },
};
