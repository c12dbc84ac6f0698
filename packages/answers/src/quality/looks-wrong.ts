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
const stands = (field: string, says = field) =>
  `(${says} IS NOT NULL AND rank = maxIf(rank, ${says} IS NOT NULL OR has(cleared, '${field}')) OVER entity)`;
/** The same where nothing can clear it. */
const standsFor = (field: string) =>
  `(${field} IS NOT NULL AND rank = maxIf(rank, ${field} IS NOT NULL) OVER entity)`;

const SKEW = 'INTERVAL 5 MINUTE';
const DATE_WITHOUT_TIME = 'INTERVAL 1 DAY';
const BEYOND_CREDIBLE = 'INTERVAL 10 YEAR';
const LONGEST_CALL_MS = 12 * 3_600_000;

const inTheFuture = (...fields: string[]) =>
  ['occurred_at', ...fields].map((field) => ({
    kind: 'in_the_future' as const,
    field,
    holds: `${field === 'occurred_at' ? '' : `${standing(field)} AND `}${field} > recorded_at + ${SKEW}`,
  }));
/** Instants that are told again are corrected; each turn of a ticket, each reply, contact and expense is one by itself. */
const standing = (field: string) =>
  [
    'contacted_at',
    'spent_at',
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

const nobody = (field: string, holds: string) => ({ kind: 'refers_to_nobody' as const, field, holds });
const described = (entity: string) =>
  `(SELECT ${entity}_id FROM ${entity}_events WHERE tenant = {tenant:String})`;
const unknownRep = nobody('rep_id', `rep_id != '' AND rep_id NOT IN ${described('rep')}`);
const unknownAccount = (statement: string) =>
  nobody('account_id', `${statement} AND account_id != '' AND account_id NOT IN ${described('account')}`);
const unknownDeal = (statement: string) =>
  nobody('deal_id', `${statement} AND deal_id != '' AND deal_id NOT IN ${described('deal')}`);
const unknownCampaign = nobody(
  'campaign_id',
  `${stands('campaign_id')} AND campaign_id != '' AND campaign_id NOT IN ${described('campaign')}`,
);
const unknownCurrency = {
  kind: 'unknown_currency' as const,
  field: 'currency',
  holds: `${stands('currency')} AND currency != '' AND NOT has({currencies:Array(String)}, assumeNotNull(currency))`,
};
const removedBy = (type: string, ...present: string[]) =>
  `argMaxIf(type = '${type}', rank, type IN (${[type, ...present].map((each) => `'${each}'`).join(', ')})) OVER entity`;
const statesAll = (...fields: string[]) =>
  Object.fromEntries(fields.map((field) => [field, `${field} IS NOT NULL OR has(cleared, '${field}')`]));

const call: LooksWrong = {
  entity: 'call',
  identity: ['started_at', 'call_id'],
  at: 'started_at',
  known: { times_logged: `countIf(type = 'call.logged') OVER entity` },
  isRemoved: removedBy('call.removed', 'call.logged'),
  problems: [
    ...inTheFuture('started_at'),
    {
      kind: 'too_long',
      field: 'duration_ms',
      holds: `${stands('duration_ms')} AND duration_ms > ${LONGEST_CALL_MS}`,
    },
    unknownRep,
    unknownAccount(stands('account_id')),
    nobody('call_id', 'times_logged = 0'),
  ],
  // The legs of a ring group are several statements; what amends them is one.
  outranked: {
    types: ['call.amended'],
    states: statesAll('rep_id', 'direction', 'outcome', 'channel', 'duration_ms', 'account_id'),
  },
};

const activity: LooksWrong = {
  entity: 'activity',
  identity: ['performed_at', 'activity_id'],
  at: 'performed_at',
  known: { times_logged: `countIf(type = 'activity.logged') OVER entity` },
  isRemoved: removedBy('activity.removed', 'activity.logged'),
  problems: [
    ...inTheFuture('performed_at'),
    unknownRep,
    unknownAccount(stands('account_id')),
    unknownDeal(stands('deal_id')),
    nobody('activity_id', 'times_logged = 0'),
  ],
  outranked: {
    types: ['activity.logged', 'activity.amended'],
    states: statesAll('kind', 'quantity', 'rep_id', 'account_id', 'deal_id', 'lead_id'),
  },
};

const campaign: LooksWrong = {
  entity: 'campaign',
  identity: ['campaign_id'],
  at: 'coalesce(spent_at, created_at, occurred_at)',
  known: {
    times_created: `countIf(type = 'campaign.created') OVER entity`,
    is_last_told: `spend_id IS NULL OR rank = max(rank) OVER (PARTITION BY campaign_id, spend_id)`,
  },
  isRemoved: removedBy('campaign.removed', 'campaign.created'),
  problems: [
    ...inTheFuture('created_at', 'spent_at'),
    unknownRep,
    nobody('campaign_id', 'times_created = 0'),
    {
      ...unknownCurrency,
      holds: `is_last_told AND NOT has({currencies:Array(String)}, assumeNotNull(currency)) AND type = 'campaign.spent'`,
    },
  ],
  outranked: {
    types: ['campaign.created', 'campaign.amended'],
    states: statesAll('created_at', 'name', 'channel', 'starts_at', 'ends_at'),
  },
};

const OUTCOME_RANK = `maxIf(rank, type IN ('lead.converted', 'lead.disqualified', 'lead.reopened')) OVER entity`;

const lead: LooksWrong = {
  entity: 'lead',
  identity: ['lead_id'],
  at: 'coalesce(contacted_at, qualified_at, converted_at, disqualified_at, created_at, occurred_at)',
  known: {
    first_at: 'argMax(created_at, rank) OVER entity',
    is_last_told: `contact_id IS NULL OR rank = max(rank) OVER (PARTITION BY lead_id, contact_id)`,
  },
  isRemoved: removedBy('lead.removed', 'lead.created'),
  problems: [
    {
      kind: 'below_zero',
      field: 'contacted_at',
      holds: `type = 'lead.contacted' AND is_last_told AND contacted_at < first_at - ${DATE_WITHOUT_TIME}`,
    },
    {
      kind: 'below_zero',
      field: 'qualified_at',
      holds: `${standsFor('qualified_at')} AND qualified_at < first_at - ${DATE_WITHOUT_TIME}`,
    },
    ...['converted_at', 'disqualified_at'].map((field) => ({
      kind: 'below_zero' as const,
      field,
      holds: `${field} IS NOT NULL AND rank = ${OUTCOME_RANK} AND ${field} < first_at - ${DATE_WITHOUT_TIME}`,
    })),
    ...inTheFuture('created_at', 'contacted_at', 'qualified_at', 'converted_at', 'disqualified_at'),
    {
      kind: 'too_long',
      field: 'converted_at',
      holds: `converted_at IS NOT NULL AND rank = ${OUTCOME_RANK} AND converted_at > first_at + ${BEYOND_CREDIBLE}`,
    },
    unknownRep,
    unknownAccount(standsFor('account_id')),
    unknownDeal(standsFor('deal_id')),
    unknownCampaign,
    nobody('lead_id', 'first_at IS NULL'),
  ],
  outranked: {
    types: ['lead.created', 'lead.amended'],
    states: statesAll('created_at', 'name', 'lead_source', 'segment', 'region', 'campaign_id'),
  },
};

const STATUS_RANK = `maxIf(rank, type IN ('deal.closed', 'deal.reopened')) OVER entity`;

const deal: LooksWrong = {
  entity: 'deal',
  identity: ['deal_id'],
  at: 'coalesce(closed_at, opened_at, occurred_at)',
  known: {
    first_at: 'argMax(opened_at, rank) OVER entity',
    status: `argMaxIf(if(type = 'deal.closed', assumeNotNull(outcome), 'open'), rank, type IN ('deal.closed', 'deal.reopened')) OVER entity`,
    is_priced: `argMaxIf(amount IS NOT NULL, rank, amount IS NOT NULL OR has(cleared, 'amount')) OVER entity`,
  },
  isRemoved: removedBy('deal.removed', 'deal.opened'),
  problems: [
    {
      kind: 'below_zero',
      field: 'closed_at',
      holds: `${standsFor('closed_at')} AND status IN ('won', 'lost') AND closed_at < first_at - ${DATE_WITHOUT_TIME}`,
    },
    {
      kind: 'won_without_amount',
      field: 'amount',
      holds: `type = 'deal.closed' AND status = 'won' AND rank = ${STATUS_RANK} AND NOT is_priced`,
    },
    ...inTheFuture('opened_at', 'closed_at'),
    {
      kind: 'too_long',
      field: 'closed_at',
      holds: `${standsFor('closed_at')} AND status = 'won' AND closed_at > first_at + ${BEYOND_CREDIBLE}`,
    },
    unknownRep,
    unknownAccount(stands('account_id')),
    unknownCampaign,
    nobody('deal_id', 'first_at IS NULL'),
    unknownCurrency,
  ],
  outranked: {
    types: ['deal.opened', 'deal.amended', 'deal.closed', 'deal.reopened', 'deal.stage_changed'],
    states: {
      ...statesAll(
        'opened_at',
        'closed_at',
        'account_id',
        'pipeline',
        'stage',
        'product',
        'lead_source',
        'campaign_id',
        'amount',
        'currency',
      ),
      status: `type IN ('deal.closed', 'deal.reopened')`,
    },
  },
};

const order: LooksWrong = {
  entity: 'order',
  identity: ['placed_at', 'order_id'],
  at: 'placed_at',
  known: { times_placed: `countIf(type = 'order.placed') OVER entity` },
  isRemoved: removedBy('order.removed', 'order.placed'),
  problems: [
    ...inTheFuture('placed_at'),
    unknownRep,
    unknownAccount(stands('account_id')),
    nobody('order_id', 'times_placed = 0'),
    unknownCurrency,
  ],
  outranked: {
    types: ['order.placed', 'order.amended'],
    states: {
      ...statesAll('rep_id', 'account_id', 'currency'),
      lines: `notEmpty(lines) OR has(cleared, 'lines')`,
    },
  },
};

const ticket: LooksWrong = {
  entity: 'ticket',
  identity: ['ticket_id'],
  at: 'coalesce(responded_at, resolved_at, reopened_at, paused_at, resumed_at, opened_at, occurred_at)',
  known: {
    first_at: 'argMax(opened_at, rank) OVER entity',
    opener: 'argMax(opened_by, rank) OVER entity',
    last_reopened: `maxIf(rank, type = 'ticket.reopened') OVER entity`,
    is_last_told: `response_id IS NULL OR rank = max(rank) OVER (PARTITION BY ticket_id, response_id)`,
  },
  isRemoved: removedBy('ticket.removed', 'ticket.opened'),
  problems: [
    {
      kind: 'below_zero',
      field: 'responded_at',
      holds: `type = 'ticket.responded' AND is_last_told AND author = 'agent' AND visibility = 'public' AND opener = 'customer' AND toStartOfSecond(assumeNotNull(responded_at)) < toStartOfSecond(assumeNotNull(first_at))`,
    },
    {
      kind: 'below_zero',
      field: 'resolved_at',
      holds: `rank > last_reopened AND resolved_at < first_at - ${DATE_WITHOUT_TIME}`,
    },
    ...inTheFuture('opened_at', 'responded_at', 'resolved_at', 'reopened_at', 'paused_at', 'resumed_at'),
    {
      kind: 'too_long',
      field: 'resolved_at',
      holds: `rank > last_reopened AND resolved_at > first_at + ${BEYOND_CREDIBLE}`,
    },
    unknownRep,
    unknownAccount(stands('account_id')),
    nobody(
      'schedule_id',
      `${stands('schedule_id')} AND schedule_id != '' AND schedule_id NOT IN ${described('schedule')}`,
    ),
    nobody('ticket_id', 'first_at IS NULL'),
  ],
  outranked: {
    types: ['ticket.opened', 'ticket.amended'],
    states: statesAll('opened_at', 'channel', 'priority', 'account_id', 'schedule_id'),
  },
};

const survey: LooksWrong = {
  entity: 'survey',
  identity: ['survey_id'],
  at: 'coalesce(answered_at, sent_at, occurred_at)',
  known: {
    scale: 'argMax(kind, rank) OVER entity',
    asked: `argMaxIf(kind, rank, type = 'survey.sent') OVER entity`,
    first_at: 'min(sent_at) OVER entity',
  },
  isRemoved: removedBy('survey.removed', 'survey.sent', 'survey.answered'),
  problems: [
    {
      kind: 'off_scale',
      field: 'score',
      holds: `${standsFor('score')} AND NOT multiIf(scale = 'csat', score BETWEEN 1 AND 5, scale = 'nps', score BETWEEN 0 AND 10, score BETWEEN 1 AND 7)`,
    },
    {
      kind: 'off_scale',
      field: 'kind',
      holds: `type = 'survey.answered' AND ${standsFor('score')} AND asked != '' AND kind != asked`,
    },
    {
      kind: 'below_zero',
      field: 'answered_at',
      holds: `${standsFor('answered_at')} AND answered_at < first_at - ${DATE_WITHOUT_TIME}`,
    },
    ...inTheFuture('sent_at', 'answered_at'),
    unknownRep,
    unknownAccount(standsFor('account_id')),
  ],
  outranked: {
    types: ['survey.answered'],
    states: { score: 'score IS NOT NULL', answered_at: 'answered_at IS NOT NULL' },
  },
};

/** What is as if never said, and all that was said, of an entity whose statements name those that they correct. */
const correcting = {
  voids: `groupUniqArrayIf((toString(coalesce(replaces_source, retracts_source, source)), assumeNotNull(coalesce(replaces, retracts))), coalesce(replaces, retracts) IS NOT NULL) OVER entity`,
  told: 'groupUniqArray((toString(source), event_id)) OVER entity',
};
const correctsNothing = ['replaces', 'retracts'].map((field) =>
  nobody(
    field,
    `${field} IS NOT NULL AND NOT has(told, (toString(coalesce(${field}_source, source)), assumeNotNull(${field})))`,
  ),
);

const account: LooksWrong = {
  entity: 'account',
  identity: ['account_id'],
  at: 'coalesce(created_at, customer_since, churned_at, occurred_at)',
  known: {
    ...correcting,
    first_start: `min(customer_since) OVER entity`,
    times_described: `countIf(type IN ('account.created', 'account.became_customer')) OVER entity`,
  },
  isRemoved: removedBy('account.removed', 'account.created', 'account.became_customer'),
  problems: [
    {
      kind: 'below_zero',
      field: 'churned_at',
      holds: `type = 'account.churned' AND NOT has(voids, (toString(source), event_id)) AND churned_at < first_start`,
    },
    ...inTheFuture('created_at'),
    unknownRep,
    ...correctsNothing,
    nobody('account_id', 'times_described = 0'),
  ],
  outranked: {
    types: ['account.created', 'account.amended'],
    states: statesAll('created_at', 'name', 'segment', 'region'),
  },
};

const OF_SUBSCRIPTION = 'OVER (PARTITION BY account_id, subscription_id)';
const isStanding = 'NOT has(voids, (toString(source), event_id))';

const subscription: LooksWrong = {
  entity: 'subscription',
  identity: ['account_id'],
  // All but a removal are of one of these.
  at: 'coalesce(effective_at, ended_at, occurred_at)',
  known: {
    ...correcting,
    first_start: `min(if(type = 'subscription.changed', effective_at, NULL)) ${OF_SUBSCRIPTION}`,
  },
  isRemoved: `subscription_id IS NOT NULL AND argMaxIf(type = 'subscription.removed', rank, type IN ('subscription.removed', 'subscription.changed')) ${OF_SUBSCRIPTION}`,
  problems: [
    {
      kind: 'below_zero',
      field: 'mrr',
      holds: `type = 'subscription.changed' AND ${isStanding} AND mrr < 0`,
    },
    {
      kind: 'below_zero',
      field: 'ended_at',
      holds: `type = 'subscription.ended' AND ${isStanding} AND ended_at < first_start`,
    },
    // What is to come, as the end of a year that is paid, is told ahead.
    ...inTheFuture(),
    unknownRep,
    unknownAccount(`type = 'subscription.changed' AND ${isStanding}`),
    ...correctsNothing,
    nobody('subscription_id', `type = 'subscription.ended' AND ${isStanding} AND first_start IS NULL`),
    {
      kind: 'unknown_currency',
      field: 'currency',
      holds: `type = 'subscription.changed' AND ${isStanding} AND NOT has({currencies:Array(String)}, assumeNotNull(currency))`,
    },
  ],
  // Each statement is of its own instant.
  outranked: { types: [], states: {} },
};

const rep: LooksWrong = {
  entity: 'rep',
  identity: ['rep_id'],
  at: 'effective_from',
  known: {},
  isRemoved: 'false',
  problems: [nobody('office_id', `office_id != '' AND office_id NOT IN ${described('office')}`)],
  outranked: { types: [], states: {} },
};

/** Every entity in which something can look wrong. */
export const LOOKS_WRONG: readonly LooksWrong[] = [
  call,
  activity,
  lead,
  campaign,
  deal,
  order,
  ticket,
  survey,
  account,
  subscription,
  rep,
];
