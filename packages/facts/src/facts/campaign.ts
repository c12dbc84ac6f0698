import { count, defineFact, money } from '../define.js';
import { repInForce } from '../read.js';

/** Campaigns count where money was spent on them. */
export const campaign = defineFact({
  name: 'campaign',
  entity: 'campaign',
  placement: 'moving',
  bucketing: ['spent_at'],
  dimensions: {
    campaign: 'the campaign, by its id',
    channel: 'where it runs',
    currency: 'ISO 4217 code of what was spent',
  },
  measures: {
    spends: count('expenses of campaigns'),
    spent: money('currency', 'amount of the expenses of campaigns'),
  },
  reads: [repInForce],
  mentions: [
    { entity: 'lead', by: 'lead_id' },
    { entity: 'deal', by: 'deal_id' },
  ],
});
