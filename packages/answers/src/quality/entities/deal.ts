import {
  BEYOND_CREDIBLE,
  DATE_WITHOUT_TIME,
  inTheFuture,
  type LooksWrong,
  nobody,
  removedBy,
  stands,
  standsFor,
  statesAll,
  unknownAccount,
  unknownCampaign,
  unknownCurrency,
  unknownLead,
  unknownRep,
} from '../conditions.js';

const STATUS_RANK = `maxIf(rank, type IN ('deal.closed', 'deal.reopened')) OVER entity`;

export const deal: LooksWrong = {
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
    unknownLead(stands('lead_id')),
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
        'lead_id',
        'amount',
        'currency',
      ),
      status: `type IN ('deal.closed', 'deal.reopened')`,
    },
  },
};
