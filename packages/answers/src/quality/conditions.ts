import type { ProblemKind } from '@tallyboard/api/query';
import type { Entity } from '@tallyboard/contracts/events';

/**
 * What looks wrong in the events of an entity. Expressions are over the columns of `<entity>_events` with `rank`, and what
 * `known` adds; `OVER entity` is a window of all events of the same one. A comparison with NULL does not hold.
 */
export interface LooksWrong {
  entity: Entity;
  /** What an entity is, beside its tenant. */
  identity: readonly string[];
  /** The instant for which an event counts. */
  at: string;
  /** What is known of the entity as a whole: name → expression. */
  known: Readonly<Record<string, string>>;
  /** Removed entities have no problems. */
  isRemoved: string;
  problems: readonly { kind: ProblemKind; field: string; holds: string }[];
  /** Events of these types are outranked once all that they state of these attributes is, by what happened earlier. */
  outranked: { types: readonly string[]; states: Readonly<Record<string, string>> };
}

/** Said and cleared by no higher event. */
export const stands = (field: string, says = field) =>
  `(${says} IS NOT NULL AND rank = maxIf(rank, ${says} IS NOT NULL OR has(cleared, '${field}')) OVER entity)`;
/** The same where nothing can clear it. */
export const standsFor = (field: string) =>
  `(${field} IS NOT NULL AND rank = maxIf(rank, ${field} IS NOT NULL) OVER entity)`;

const SKEW = 'INTERVAL 5 MINUTE';
export const DATE_WITHOUT_TIME = 'INTERVAL 1 DAY';
export const BEYOND_CREDIBLE = 'INTERVAL 10 YEAR';

export const inTheFuture = (...fields: string[]) =>
  ['occurred_at', ...fields].map((field) => ({
    kind: 'in_the_future' as const,
    field,
    holds: `${field === 'occurred_at' ? '' : `${standing(field)} AND `}${field} > recorded_at + ${SKEW}`,
  }));
/** Instants that are told again are corrected; each turn of a ticket, each reply, contact, expense and touch is one by itself. */
const standing = (field: string) =>
  [
    'contacted_at',
    'spent_at',
    'touched_at',
    'responded_at',
    'resolved_at',
    'reopened_at',
    'paused_at',
    'resumed_at',
    'started_at',
    'placed_at',
    'performed_at',
  ].includes(field)
    ? 'true'
    : standsFor(field);

export const nobody = (field: string, holds: string) => ({ kind: 'refers_to_nobody' as const, field, holds });
export const described = (entity: string) =>
  `(SELECT ${entity}_id FROM ${entity}_events WHERE tenant = {tenant:String})`;
export const unknownRep = nobody('rep_id', `rep_id != '' AND rep_id NOT IN ${described('rep')}`);
export const unknownAccount = (statement: string) =>
  nobody('account_id', `${statement} AND account_id != '' AND account_id NOT IN ${described('account')}`);
export const unknownDeal = (statement: string) =>
  nobody('deal_id', `${statement} AND deal_id != '' AND deal_id NOT IN ${described('deal')}`);
export const unknownLead = (statement: string) =>
  nobody('lead_id', `${statement} AND lead_id != '' AND lead_id NOT IN ${described('lead')}`);
export const unknownCampaign = nobody(
  'campaign_id',
  `${stands('campaign_id')} AND campaign_id != '' AND campaign_id NOT IN ${described('campaign')}`,
);
export const unknownCurrency = {
  kind: 'unknown_currency' as const,
  field: 'currency',
  holds: `${stands('currency')} AND currency != '' AND NOT has({currencies:Array(String)}, assumeNotNull(currency))`,
};
export const removedBy = (type: string, ...present: string[]) =>
  `argMaxIf(type = '${type}', rank, type IN (${[type, ...present].map((each) => `'${each}'`).join(', ')})) OVER entity`;
export const statesAll = (...fields: string[]) =>
  Object.fromEntries(fields.map((field) => [field, `${field} IS NOT NULL OR has(cleared, '${field}')`]));

/** What is as if never said, and all that was said, of an entity whose statements name those that they correct. */
export const correcting = {
  voids: `groupUniqArrayIf((toString(coalesce(replaces_source, retracts_source, source)), assumeNotNull(coalesce(replaces, retracts))), coalesce(replaces, retracts) IS NOT NULL) OVER entity`,
  told: 'groupUniqArray((toString(source), event_id)) OVER entity',
};
export const correctsNothing = ['replaces', 'retracts'].map((field) =>
  nobody(
    field,
    `${field} IS NOT NULL AND NOT has(told, (toString(coalesce(${field}_source, source)), assumeNotNull(${field})))`,
  ),
);
