import { count, countBy, defineFact } from '../define.js';
import { repInForce } from '../read.js';

/** Customers are accounts inside a spell; they count where a spell starts and where it ends. */
export const customer = defineFact({
  name: 'customer',
  entity: 'account',
  placement: 'moving',
  bucketing: ['created_at', 'customer_since', 'churned_at'],
  dimensions: {
    segment: 'market segment',
    region: 'sales region',
    reason: 'why a lost customer left',
  },
  measures: {
    created: count('accounts created'),
    gained: count('spells as a customer that started'),
    gained_by_start: countBy(
      'spells as a customer that started, by the bucket in which they did, in epoch seconds',
    ),
    won_back: count('spells as a customer that started and were not the first of their account'),
    lost: count('spells as a customer that ended'),
    lost_by_start: countBy(
      'spells as a customer that ended, by the bucket in which they had started, in epoch seconds',
    ),
  },
  reads: [repInForce],
  merges: { by: 'merged_into', survivors: 'account_merges', ownPlaces: 'customer_own_places' },
});
