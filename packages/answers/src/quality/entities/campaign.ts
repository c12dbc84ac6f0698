import {
  inTheFuture,
  type LooksWrong,
  nobody,
  removedBy,
  statesAll,
  unknownCurrency,
  unknownRep,
} from '../conditions.js';

export const campaign: LooksWrong = {
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
