import {
  BEYOND_CREDIBLE,
  DATE_WITHOUT_TIME,
  inTheFuture,
  type LooksWrong,
  nobody,
  removedBy,
  standsFor,
  statesAll,
  unknownAccount,
  unknownCampaign,
  unknownDeal,
  unknownRep,
} from '../conditions.js';

const OUTCOME_RANK = `maxIf(rank, type IN ('lead.converted', 'lead.disqualified', 'lead.reopened')) OVER entity`;

export const lead: LooksWrong = {
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
