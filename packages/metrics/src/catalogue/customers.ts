import type { Metric, Term } from '../metric.js';
import { count, metric } from './define.js';

const INSIDE: Term[] = [{ measure: 'gained' }, { measure: 'lost', times: -1 }];
const without = ['reason'];

export const customers: readonly Metric[] = [
  metric('customer', {
    name: 'profiles_created',
    title: 'Profiles created',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Accounts created in the period.',
    formula: count('created'),
  }),
  metric('customer', {
    name: 'customers_at_start',
    title: 'Customers at start',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Accounts inside a customer spell when the period starts.',
    formula: { kind: 'stock', sum: INSIDE, at: 'start' },
  }),
  metric('customer', {
    name: 'customers_at_end',
    title: 'Customers at end',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Accounts inside a customer spell when the period ends.',
    formula: { kind: 'stock', sum: INSIDE, at: 'end' },
  }),
  metric('customer', {
    name: 'customers_gained',
    title: 'Customers gained',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Customer spells that start in the period.',
    formula: count('gained'),
  }),
  metric('customer', {
    name: 'customers_lost',
    title: 'Customers lost',
    unit: 'count',
    better: 'down',
    definition: 'Customer spells that end in the period.',
    formula: count('lost'),
  }),
  metric('customer', {
    name: 'customers_won_back',
    title: 'Customers won back',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Spells that start in the period of accounts that had an earlier one.',
    formula: count('won_back'),
  }),
  metric('customer', {
    name: 'churn_rate',
    title: 'Churn rate',
    unit: 'ratio',
    better: 'down',
    without,
    definition:
      'Of the customers at the start of the period, the share whose spell ended in it. Gained and lost inside the period does not count.',
    formula: { kind: 'cohort', stock: INSIDE, lostBy: 'lost_by_start', kept: false },
  }),
  metric('customer', {
    name: 'retention_rate',
    title: 'Retention rate',
    unit: 'ratio',
    better: 'up',
    without,
    definition:
      'Of the customers at the start of the period, the share that is still inside the same spell at its end: 1 − churn rate.',
    formula: { kind: 'cohort', stock: INSIDE, lostBy: 'lost_by_start', kept: true },
  }),
];
