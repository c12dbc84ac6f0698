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

const common = { better: 'up', indicator: 'outcome', without } as const;
const merged =
  'Accounts that were merged are one: it is a customer while any of them is, and counts with the survivor.';
const removed = 'Accounts that were removed.';
const owner = 'for the rep who owned the account when the spell began';

export const customers: readonly Metric[] = [
  metric({
    ...common,
    name: 'profiles_created',
    title: 'Profiles created',
    unit: 'count',
    indicator: 'input',
    definition: 'Accounts created in the period.',
    counts: 'Each account once, when it was created, for the rep who owned it then, customer or not.',
    omits: `${removed} Accounts of which only later changes are known.`,
    edges: ['Accounts that were merged are one, created when the survivor was.'],
    formula: count(sum('created')),
    given: { created: 48 },
  }),
  metric({
    ...common,
    name: 'customers_at_start',
    title: 'Customers at start',
    unit: 'count',
    definition: 'Accounts inside a customer spell when the period starts.',
    counts: `Each account whose spell began before the start and had not ended by then, ${owner}.`,
    omits: `${removed} Prospects, and former customers.`,
    edges: [
      'Whose spell begins at the very start of the period is gained in it, and not yet a customer at its start.',
      merged,
    ],
    formula: stock(inside, 'start'),
    given: { 'gained before the start': 260, 'lost before the start': 60 },
  }),
  metric({
    ...common,
    name: 'customers_at_end',
    title: 'Customers at end',
    unit: 'count',
    definition: 'Accounts inside a customer spell when the period ends.',
    counts: `Each account whose spell began before the end and had not ended by then, ${owner}.`,
    omits: `${removed} Prospects, and former customers.`,
    edges: ['While the period lasts its end is now.', merged],
    formula: stock(inside, 'end'),
    given: { 'gained before the end': 275, 'lost before the end': 74 },
  }),
  metric({
    ...common,
    name: 'customers_gained',
    title: 'Customers gained',
    unit: 'count',
    indicator: 'output',
    definition: 'Customer spells that start in the period.',
    counts: `Each beginning of a spell, at its instant, ${owner}.`,
    omits: `${removed} A start that is said of one who is a customer already.`,
    edges: [
      'Who comes back is gained again; customers_won_back tells how many of them.',
      'Who comes and leaves in the period is gained and lost.',
      merged,
    ],
    formula: count(sum('gained')),
    given: { gained: 15 },
  }),
  metric({
    name: 'customers_lost',
    title: 'Customers lost',
    unit: 'count',
    better: 'down',
    indicator: 'outcome',
    definition: 'Customer spells that end in the period.',
    counts: `Each end of a spell, at its instant, with its reason, ${owner}.`,
    omits: `${removed} An end that is said of one who is no customer.`,
    edges: [
      'A contract that is cancelled for the end of the year ends then, not when it was cancelled.',
      'Where an end and a start are said of one instant the spell ends and the next begins.',
      merged,
    ],
    formula: count(sum('lost')),
    given: { lost: 14 },
  }),
  metric({
    ...common,
    name: 'customers_won_back',
    title: 'Customers won back',
    unit: 'count',
    indicator: 'output',
    definition: 'Spells that start in the period of accounts that had an earlier one.',
    counts: `Each beginning of a spell that is not the first of its account, at its instant, ${owner}.`,
    omits: `${removed} First spells.`,
    edges: ['They are among customers_gained.', merged],
    formula: count(sum('won_back')),
    given: { won_back: 3 },
  }),
  metric({
    ...common,
    name: 'churn_rate',
    title: 'Churn rate',
    unit: 'ratio',
    better: 'down',
    definition: 'Of the customers at the start of the period, the share whose spell ended in it.',
    counts:
      'Below the line the customers at the start; above it those of them whose spell ended in the period, with the group in which the spell began.',
    omits: `Who was gained and lost inside the period: in neither, so the rate is never above 1. ${removed}`,
    edges: [
      'Who leaves and comes back in the period has churned.',
      'Without customers at the start there is no rate.',
      merged,
    ],
    formula: share(lostOfThem, atStart, 'cohort'),
    given: {
      'lost_by_start from before the start': 14,
      'gained before the start': 260,
      'lost before the start': 60,
    },
  }),
  metric({
    ...common,
    name: 'retention_rate',
    title: 'Retention rate',
    unit: 'ratio',
    definition:
      'Of the customers at the start of the period, the share that is still inside the same spell at its end: 1 − churn rate.',
    counts:
      'Below the line the customers at the start; above it those of them whose spell did not end in the period.',
    omits: `Who was gained in the period, whether lost again or not. ${removed}`,
    edges: [
      'Who leaves and comes back in the period was not retained: it is another spell.',
      'Without customers at the start there is no rate.',
      merged,
    ],
    formula: share(minus(atStart, lostOfThem), atStart, 'cohort'),
    given: {
      'lost_by_start from before the start': 10,
      'gained before the start': 120,
      'lost before the start': 20,
    },
  }),
];
