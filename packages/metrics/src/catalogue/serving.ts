import { count, measuresOf, minus, oldest, plus, share, stock } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { durations, metric } from './define.js';

const { sum, counts } = measuresOf('ticket');

export const serving: readonly Metric[] = [
  metric({
    name: 'tickets_opened',
    title: 'Tickets opened',
    unit: 'count',
    better: 'none',
    definition: 'Tickets opened in the period.',
    formula: count(sum('opened')),
  }),
  metric({
    name: 'tickets_resolved',
    title: 'Tickets resolved',
    unit: 'count',
    better: 'up',
    definition: 'Tickets whose last resolution is in the period and which were not reopened after it.',
    formula: count(sum('resolved')),
  }),
  metric({
    name: 'tickets_reopened',
    title: 'Tickets reopened',
    unit: 'count',
    better: 'down',
    definition: 'Reopenings in the period. Reopened again while open is no other one.',
    formula: count(sum('reopened')),
  }),
  metric({
    name: 'tickets_waiting',
    title: 'Tickets waiting',
    unit: 'count',
    better: 'down',
    definition:
      'Tickets that waited for their first response when the period ended, whatever became of them since: from opening, and from being reopened, until answered or resolved. Credited to whom they were assigned then.',
    formula: stock(minus(sum('waiting_began'), sum('waiting_ended')), 'end'),
  }),
  metric({
    name: 'oldest_waiting',
    title: 'Oldest waiting',
    unit: 'ms',
    better: 'down',
    definition:
      'How long the ticket that has been waiting longest, of those that began before the end of the period and still wait now, has been waiting; one that was reopened unanswered since then.',
    formula: oldest('ticket', 'waiting_since'),
  }),
  ...durations(
    'ticket',
    'first_response_time',
    'First response time',
    'opened → first public response of a human agent, of tickets opened in the period, credited to who responded. Bots, internal notes and the opening message of an agent do not count; answered before it was opened is answered at once; without a response a ticket is in tickets_waiting instead.',
    {
      sum: 'response_ms',
      count: sum('responded'),
      histogram: 'response_hist',
      better: 'down',
      quantiles: [0.5, 0.9, 0.95],
    },
  ),
  metric({
    name: 'first_response_within',
    title: 'First response within target',
    unit: 'ratio',
    better: 'up',
    definition:
      'Share of tickets opened in the period that got their first response within the target. Unanswered past the target counts as missed; unanswered within it, and resolved without an answer, are left out.',
    parameters: [{ name: 'target', type: 'number', default: 3600, doc: 'The target in seconds.' }],
    formula: share(
      counts('response_s', { upTo: 'target' }),
      plus(sum('responded'), counts('unanswered', { olderThan: 'target' })),
      'within',
    ),
  }),
  ...durations(
    'ticket',
    'resolution_time',
    'Resolution time',
    'opened → last resolution, of tickets resolved in the period. Resolved before it was opened (a date without a time) is 0; more than a day before, it is left out.',
    {
      sum: 'resolution_ms',
      count: sum('resolution_count'),
      histogram: 'resolution_hist',
      better: 'down',
      quantiles: [0.5, 0.9],
    },
  ),
  metric({
    name: 'one_touch_rate',
    title: 'One-touch rate',
    unit: 'ratio',
    better: 'up',
    definition:
      'Resolved with exactly one public response of a human agent ÷ resolved, of tickets resolved in the period.',
    formula: share(sum('one_touch'), sum('resolved')),
  }),
];
