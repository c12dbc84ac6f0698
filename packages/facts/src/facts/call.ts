import type { Fact } from '../fact.js';

/** Calls are fixed: `started_at` is part of their identity, so a bucket's calls lie side by side. */
export const call: Fact = {
  name: 'call',
  entity: 'call',
  dimensions: ['office', 'team', 'rep', 'direction', 'outcome', 'channel'],
  measures: [
    { name: 'calls', type: 'count' },
    { name: 'talk_ms', type: 'sum_ms' },
    { name: 'talk_hist', type: 'map' },
  ],
  claims: ['started_at'],
};
