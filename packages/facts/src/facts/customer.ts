import type { Fact } from '../fact.js';

/** Customers are accounts inside a spell; they count where a spell starts and where it ends. */
export const customer: Fact = {
  name: 'customer',
  entity: 'account',
  dimensions: ['office', 'team', 'rep', 'segment', 'region', 'reason'],
  measures: [
    { name: 'created', type: 'count' },
    { name: 'gained', type: 'count' },
    { name: 'won_back', type: 'count' },
    { name: 'lost', type: 'count' },
    { name: 'lost_by_start', type: 'map' },
  ],
  claims: ['created_at', 'customer_since', 'churned_at'],
};
