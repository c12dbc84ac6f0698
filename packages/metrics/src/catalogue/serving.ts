import type { Metric } from '../metric.js';
import { count, durations, metric } from './define.js';

export const serving: readonly Metric[] = [
  metric('ticket', {
    name: 'tickets_opened',
    title: 'Tickets opened',
    unit: 'count',
    better: 'none',
    definition: 'Tickets opened in the period.',
    formula: count('opened'),
  }),
  metric('ticket', {
    name: 'tickets_resolved',
    title: 'Tickets resolved',
    unit: 'count',
    better: 'up',
    definition: 'Tickets whose last resolution is in the period and which were not reopened after it.',
    formula: count('resolved'),
  }),
  metric('ticket', {
    name: 'tickets_reopened',
    title: 'Tickets reopened',
    unit: 'count',
    better: 'down',
    definition: 'Reopenings in the period.',
    formula: count('reopened'),
  }),
  metric('ticket', {
    name: 'tickets_waiting',
    title: 'Tickets waiting',
    unit: 'count',
    better: 'down',
    definition:
      'Tickets opened and without a first response when the period ends. A ticket resolved without one waits no longer.',
    formula: {
      kind: 'stock',
      sum: [{ measure: 'opened' }, { measure: 'waiting_ended', times: -1 }],
      at: 'end',
    },
  }),
  metric('ticket', {
    name: 'oldest_waiting',
    title: 'Oldest waiting',
    unit: 'ms',
    better: 'down',
    definition:
      'How long the oldest ticket that was opened before the end of the period and still waits now has been waiting.',
    formula: { kind: 'oldest', since: 'waiting_since' },
  }),
  ...durations(
    'ticket',
    'first_response_time',
    'First response time',
    'opened → first public response of a human agent, of tickets opened in the period. Bots and internal notes do not count; without a response a ticket is in tickets_waiting instead.',
    {
      sum: 'response_ms',
      count: [{ measure: 'responded' }],
      histogram: 'response_hist',
      better: 'down',
      quantiles: [0.5, 0.9, 0.95],
    },
  ),
  metric('ticket', {
    name: 'first_response_within',
    title: 'First response within target',
    unit: 'ratio',
    better: 'up',
    definition:
      'Share of tickets opened in the period that got their first response within the target. Unanswered past the target counts as missed, unanswered within it is left out.',
    parameters: [{ name: 'target', type: 'number', default: 3600, doc: 'The target in seconds.' }],
    formula: { kind: 'within', answered: 'responded', seconds: 'response_s', unanswered: 'unanswered' },
  }),
  ...durations(
    'ticket',
    'resolution_time',
    'Resolution time',
    'opened → last resolution, of tickets resolved in the period.',
    {
      sum: 'resolution_ms',
      count: [{ measure: 'resolved' }],
      histogram: 'resolution_hist',
      better: 'down',
      quantiles: [0.5, 0.9],
    },
  ),
  metric('ticket', {
    name: 'one_touch_rate',
    title: 'One-touch rate',
    unit: 'ratio',
    better: 'up',
    definition:
      'Resolved with exactly one public response of a human agent ÷ resolved, of tickets resolved in the period.',
    formula: { kind: 'ratio', numerator: [{ measure: 'one_touch' }], denominator: [{ measure: 'resolved' }] },
  }),
];
