import {
  inTheFuture,
  type LooksWrong,
  nobody,
  removedBy,
  statesAll,
  unknownAccount,
  unknownCurrency,
  unknownDeal,
  unknownLead,
  unknownRep,
} from '../conditions.js';

const TOUCHES = `type = 'campaign.touched' AND is_last_touch`;

export const campaign: LooksWrong = {
  entity: 'campaign',
  identity: ['campaign_id'],
  at: 'coalesce(spent_at, touched_at, created_at, occurred_at)',
  known: {
    times_created: `countIf(type = 'campaign.created') OVER entity`,
    is_last_touch: `touch_id IS NULL OR rank = max(rank) OVER (PARTITION BY campaign_id, touch_id)`,
    is_last_told: `spend_id IS NULL OR rank = max(rank) OVER (PARTITION BY campaign_id, spend_id)`,
  },
  isRemoved: removedBy('campaign.removed', 'campaign.created'),
  problems: [
    ...inTheFuture('created_at', 'spent_at', 'touched_at'),
    unknownRep,
    nobody('campaign_id', 'times_created = 0'),
    unknownLead(TOUCHES),
    unknownDeal(TOUCHES),
    unknownAccount(TOUCHES),
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
