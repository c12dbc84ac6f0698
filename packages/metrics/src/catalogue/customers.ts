import { before } from '../expression/expression.js';
import { count, measuresOf, minus, share, stock } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import type { Parameter } from '../parameter.js';
import { metric } from './define.js';

const { sum, counts } = measuresOf('customer');
/** Customers inside a spell, as it changes. */
const inside = minus(sum('gained'), sum('lost'));
const atStart = before('start', inside);
/** Of those, whose spell ended in the period. */
const lostOfThem = counts('lost_by_start', 'before_start');
/** Those whose spell is as old as is asked. */
const heldLong = { daysBeforeEnd: 'days' } as const;
const insideForLong = minus(counts('gained_by_start', heldLong), counts('lost_by_start', heldLong));
const without = ['reason'];

const common = { better: 'up', indicator: 'outcome', without } as const;
const ofAge = {
  parameters: [
    { name: 'days', type: 'number', default: 365, doc: 'Older than so many days, each of 24 hours.' },
  ],
} satisfies { parameters: Parameter[] };
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
  metric({
    ...common,
    ...ofAge,
    name: 'long_term_customers',
    title: 'Long-term customers',
    unit: 'count',
    definition: 'Customers at the end of the period whose spell is older than so many days.',
    counts: `Each account that counts in customers_at_end and whose spell began more than \`days\` before the end, ${owner}.`,
    omits: `${removed} Customers of before who came back since: how long they were one then is of no account.`,
    edges: [
      'While the period lasts its end is now.',
      'It has no intervals: ask for each period by itself.',
      merged,
    ],
    formula: stock(insideForLong, 'end'),
    given: {
      'gained_by_start older than days before the end': 130,
      'lost_by_start older than days before the end': 49,
    },
  }),
  metric({
    ...common,
    ...ofAge,
    name: 'long_term_share',
    title: 'Share of long-term customers',
    unit: 'ratio',
    definition:
      'Of the customers at the end of the period, the share whose spell is older than so many days.',
    counts: `Below the line customers_at_end; above it long_term_customers.`,
    omits: `${removed} Former customers, on both sides.`,
    edges: ['Many new customers make it fall: look at long_term_customers beside it.', merged],
    formula: share(before('end', insideForLong), before('end', inside), 'stock'),
    given: {
      'gained_by_start older than days before the end': 130,
      'lost_by_start older than days before the end': 49,
      'gained before the end': 275,
      'lost before the end': 74,
    },
  }),
];
