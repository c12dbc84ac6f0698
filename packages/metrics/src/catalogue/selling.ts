import { count, mean, measuresOf, minus, plus, ratio, share, stock, total } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { durations, metric } from './define.js';

const call = measuresOf('call');
const deal = measuresOf('deal');
const connected = call.sum('calls', { outcome: 'connected' });
const closed = plus(deal.sum('won'), deal.sum('lost'));

export const selling: readonly Metric[] = [
  metric({
    name: 'calls',
    title: 'Calls',
    unit: 'count',
    better: 'up',
    definition: 'Calls that started in the period.',
    formula: count(call.sum('calls')),
  }),
  metric({
    name: 'talk_time',
    title: 'Talk time',
    unit: 'ms',
    better: 'up',
    definition: 'Sum of the durations of connected calls that started in the period.',
    formula: total(call.sum('talk_ms'), connected),
  }),
  ...durations(
    'call',
    'call_duration',
    'Call duration',
    'the duration of connected calls that started in the period.',
    {
      sum: 'talk_ms',
      count: connected,
      histogram: 'talk_hist',
      better: 'none',
      quantiles: [0.5, 0.9],
    },
  ),
  metric({
    name: 'connect_rate',
    title: 'Connect rate',
    unit: 'ratio',
    better: 'up',
    without: ['direction', 'outcome'],
    definition: 'Connected outbound calls ÷ outbound calls, of those that started in the period.',
    formula: share(
      call.sum('calls', { direction: 'outbound', outcome: 'connected' }),
      call.sum('calls', { direction: 'outbound' }),
    ),
  }),
  metric({
    name: 'deals_opened',
    title: 'Deals opened',
    unit: 'count',
    better: 'up',
    definition: 'Deals that entered the pipeline in the period.',
    formula: count(deal.sum('opened')),
  }),
  metric({
    name: 'deals_won',
    title: 'Deals won',
    unit: 'count',
    better: 'up',
    definition: 'Deals closed as won in the period and not reopened since.',
    formula: count(deal.sum('won')),
  }),
  metric({
    name: 'deals_lost',
    title: 'Deals lost',
    unit: 'count',
    better: 'down',
    definition: 'Deals closed as lost in the period and not reopened since.',
    formula: count(deal.sum('lost')),
  }),
  metric({
    name: 'pipeline_open',
    title: 'Pipeline, open deals',
    unit: 'count',
    better: 'up',
    definition: 'Deals opened and not closed when the period ends. A deal that is reopened was never closed.',
    formula: stock(minus(deal.sum('opened'), deal.sum('ended')), 'end'),
  }),
  metric({
    name: 'pipeline_value',
    title: 'Pipeline, value',
    unit: 'money',
    better: 'up',
    definition:
      'Sum of the amounts, as known now, of the deals in pipeline_open that have one, each currency for itself.',
    formula: stock(
      minus(deal.sum('opened_amount'), deal.sum('ended_amount')),
      'end',
      minus(deal.sum('opened_priced'), deal.sum('ended_priced')),
    ),
  }),
  metric({
    name: 'revenue_won',
    title: 'Revenue won',
    unit: 'money',
    better: 'up',
    definition: 'Sum of the amounts of deals won in the period, each currency for itself.',
    formula: total(deal.sum('won_amount'), deal.sum('won_priced')),
  }),
  metric({
    name: 'deal_size_mean',
    title: 'Deal size, mean',
    unit: 'money',
    better: 'up',
    definition: 'Revenue won ÷ won deals that have an amount, each currency for itself.',
    formula: mean(deal.sum('won_amount'), deal.sum('won_priced')),
  }),
  metric({
    name: 'close_rate',
    title: 'Close rate',
    unit: 'ratio',
    better: 'up',
    source: "Salesforce's win rate",
    definition: 'Won ÷ (won + lost) of deals closed in the period. Open and reopened deals are in neither.',
    formula: share(deal.sum('won'), closed),
  }),
  metric({
    name: 'close_rate_by_value',
    title: 'Close rate by value',
    unit: 'ratio',
    better: 'up',
    definition: 'Won amount ÷ (won + lost amount) of deals closed in the period, each currency for itself.',
    formula: ratio(deal.sum('won_amount'), plus(deal.sum('won_amount'), deal.sum('lost_amount')), {
      n: plus(deal.sum('won_priced'), deal.sum('lost_priced')),
    }),
  }),
  ...durations(
    'deal',
    'sales_cycle',
    'Sales cycle',
    'closed − opened of deals won in the period; 0 where a date without a time puts the close up to a day before the opening, and left out beyond. A won deal that is set to won again keeps its first close time.',
    {
      sum: 'cycle_ms',
      count: deal.sum('cycle_count'),
      histogram: 'cycle_hist',
      better: 'down',
      quantiles: [0.5, 0.9],
    },
  ),
];
