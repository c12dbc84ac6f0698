import type { Metric } from '../metric.js';
import { count, durations, metric } from './define.js';

const CONNECTED = { measure: 'calls', where: { outcome: 'connected' } };

export const selling: readonly Metric[] = [
  metric('call', { name: 'calls', title: 'Calls', unit: 'count', better: 'up', definition: 'Calls that started in the period.', formula: count('calls') }),
  metric('call', {
    name: 'talk_time', title: 'Talk time', unit: 'ms', better: 'up',
    definition: 'Sum of the durations of connected calls that started in the period.',
    formula: { kind: 'sum', sum: [{ measure: 'talk_ms' }], n: [CONNECTED] },
  }),
  ...durations('call', 'call_duration', 'Call duration', 'the duration of connected calls that started in the period.', {
    sum: 'talk_ms', count: [CONNECTED], histogram: 'talk_hist', better: 'none', quantiles: [0.5, 0.9],
  }),
  metric('call', {
    name: 'connect_rate', title: 'Connect rate', unit: 'ratio', better: 'up', without: ['direction', 'outcome'],
    definition: 'Connected outbound calls ÷ outbound calls.',
    formula: {
      kind: 'ratio',
      numerator: [{ measure: 'calls', where: { direction: 'outbound', outcome: 'connected' } }],
      denominator: [{ measure: 'calls', where: { direction: 'outbound' } }],
    },
  }),
  metric('deal', { name: 'deals_opened', title: 'Deals opened', unit: 'count', better: 'up', definition: 'Deals that entered the pipeline in the period.', formula: count('opened') }),
  metric('deal', { name: 'deals_won', title: 'Deals won', unit: 'count', better: 'up', definition: 'Deals closed as won in the period and not reopened since.', formula: count('won') }),
  metric('deal', { name: 'deals_lost', title: 'Deals lost', unit: 'count', better: 'down', definition: 'Deals closed as lost in the period and not reopened since.', formula: count('lost') }),
  metric('deal', {
    name: 'revenue_won', title: 'Revenue won', unit: 'money', better: 'up',
    definition: 'Sum of the amounts of deals won in the period, each currency for itself.',
    formula: { kind: 'sum', sum: [{ measure: 'won_amount' }], n: [{ measure: 'won_priced' }] },
  }),
  metric('deal', {
    name: 'deal_size_mean', title: 'Deal size, mean', unit: 'money', better: 'up',
    definition: 'Revenue won ÷ won deals that have an amount, each currency for itself.',
    formula: { kind: 'mean', numerator: [{ measure: 'won_amount' }], denominator: [{ measure: 'won_priced' }] },
  }),
  metric('deal', {
    name: 'close_rate', title: 'Close rate', unit: 'ratio', better: 'up', source: "Salesforce's win rate",
    definition: 'Won ÷ (won + lost) of deals closed in the period. Open and reopened deals are in neither.',
    formula: { kind: 'ratio', numerator: [{ measure: 'won' }], denominator: [{ measure: 'won' }, { measure: 'lost' }] },
  }),
  metric('deal', {
    name: 'close_rate_by_value', title: 'Close rate by value', unit: 'ratio', better: 'up',
    definition: 'Won amount ÷ (won + lost amount) of deals closed in the period, each currency for itself.',
    formula: {
      kind: 'ratio',
      numerator: [{ measure: 'won_amount' }],
      denominator: [{ measure: 'won_amount' }, { measure: 'lost_amount' }],
      n: [{ measure: 'won_priced' }, { measure: 'lost_priced' }],
    },
  }),
  ...durations('deal', 'sales_cycle', 'Sales cycle', 'closed − opened of deals won in the period. A won deal that is set to won again keeps its first close time.', {
    sum: 'cycle_ms', count: [{ measure: 'cycle_count' }], histogram: 'cycle_hist', better: 'down', quantiles: [0.5, 0.9],
  }),
];
