import { before } from '../expression/expression.js';
import { count, measuresOf, minus, share, stock } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { metric } from './define.js';

const { sum, counts } = measuresOf('customer');
/** Customers inside a spell, as it changes. */
const inside = minus(sum('gained'), sum('lost'));
const atStart = before('start', inside);
/** Of those, whose spell ended in the period. */
const lostOfThem = counts('lost_by_start', 'before_start');
const without = ['reason'];

export const customers: readonly Metric[] = [
  metric({
    name: 'profiles_created',
    title: 'Profiles created',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Accounts created in the period.',
    formula: count(sum('created')),
  }),
  metric({
    name: 'customers_at_start',
    title: 'Customers at start',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Accounts inside a customer spell when the period starts.',
    formula: stock(inside, 'start'),
  }),
  metric({
    name: 'customers_at_end',
    title: 'Customers at end',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Accounts inside a customer spell when the period ends.',
    formula: stock(inside, 'end'),
  }),
  metric({
    name: 'customers_gained',
    title: 'Customers gained',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Customer spells that start in the period.',
    formula: count(sum('gained')),
  }),
  metric({
    name: 'customers_lost',
    title: 'Customers lost',
    unit: 'count',
    better: 'down',
    definition: 'Customer spells that end in the period.',
    formula: count(sum('lost')),
  }),
  metric({
    name: 'customers_won_back',
    title: 'Customers won back',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Spells that start in the period of accounts that had an earlier one.',
    formula: count(sum('won_back')),
  }),
  metric({
    name: 'churn_rate',
    title: 'Churn rate',
    unit: 'ratio',
    better: 'down',
    without,
    definition:
      'Of the customers at the start of the period, the share whose spell ended in it. Gained and lost inside the period does not count.',
    formula: share(lostOfThem, atStart, 'cohort'),
  }),
  metric({
    name: 'retention_rate',
    title: 'Retention rate',
    unit: 'ratio',
    better: 'up',
    without,
    definition:
      'Of the customers at the start of the period, the share that is still inside the same spell at its end: 1 − churn rate.',
    formula: share(minus(atStart, lostOfThem), atStart, 'cohort'),
  }),
];
