import type { Fact } from '../fact.js';

/** Deals move: they count where they were opened and where they were last closed. */
export const deal: Fact = {
  name: 'deal',
  entity: 'deal',
  dimensions: ['office', 'team', 'rep', 'pipeline', 'product', 'lead_source', 'currency'],
  measures: [
    { name: 'opened', type: 'count' },
    { name: 'won', type: 'count' },
    { name: 'lost', type: 'count' },
    { name: 'won_amount', type: 'decimal' },
    { name: 'lost_amount', type: 'decimal' },
    { name: 'won_priced', type: 'count' },
    { name: 'lost_priced', type: 'count' },
    { name: 'cycle_count', type: 'count' },
    { name: 'cycle_ms', type: 'sum_ms' },
    { name: 'cycle_hist', type: 'map' },
  ],
  claims: ['opened_at', 'closed_at'],
};
