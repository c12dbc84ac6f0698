import type { Fact } from '../fact.js';

/** Tickets move: opened, answered, resolved and reopened in any order of arrival. */
export const ticket: Fact = {
  name: 'ticket',
  entity: 'ticket',
  dimensions: ['office', 'team', 'rep', 'channel', 'priority'],
  measures: [
    { name: 'opened', type: 'count' },
    { name: 'responded', type: 'count' },
    { name: 'response_ms', type: 'sum_ms' },
    { name: 'response_hist', type: 'map' },
    { name: 'response_s', type: 'map' },
    { name: 'unanswered', type: 'map' },
    { name: 'waiting_since', type: 'map' },
    { name: 'waiting_ended', type: 'count' },
    { name: 'resolved', type: 'count' },
    { name: 'resolution_ms', type: 'sum_ms' },
    { name: 'resolution_hist', type: 'map' },
    { name: 'one_touch', type: 'count' },
    { name: 'reopened', type: 'count' },
  ],
  claims: ['opened_at', 'responded_at', 'resolved_at', 'reopened_at'],
};
