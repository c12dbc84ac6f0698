import { accrued, before } from '../expression/expression.js';
import {
  measuresOf,
  minus,
  plus,
  quotient,
  ratio,
  scaled,
  share,
  stock,
  total,
} from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { metric } from './define.js';

const { sum, counts, changeOfThoseBefore } = measuresOf('subscription');
const { sum: won } = measuresOf('deal');
const { sum: ofCustomers } = measuresOf('customer');
const level = before('end', sum('mrr'));
const payers = before('end', sum('subscribers'));
const payersAtStart = before('start', sum('subscribers'));
/** Of those who paid at the start, those who stopped in the period. */
const stoppedOfThem = counts('churned_by_start', 'before_start');
const levelAtStart = before('start', sum('mrr'));
const arpa = quotient(level, payers);
// Why it ended is known of what churned alone.
const without = ['reason'];
const money = { unit: 'money', better: 'up', indicator: 'outcome', without } as const;
const movement = { ...money, indicator: 'output' } as const;

const currencies = 'Currencies are never added: an answer has a row for each, unless it is filtered by one.';
const together =
  'All subscriptions of a customer are one sum: what begins and ends at one instant nets, so that who moves from one contract to another neither churns nor is new.';
const handedOver =
  'By rep, a customer that is handed over takes its revenue along, which is no movement: then the movements of a rep do not add up to the change of what the rep has.';
const pause = 'A pause, or a price of 0, is an end, and going on again a return.';
const never = 'One-time fees, orders, and subscriptions that were removed.';
const owner = 'for the rep who has the customer then';

export const subscriptions: readonly Metric[] = [
  metric({
    ...money,
    name: 'mrr',
    title: 'Monthly recurring revenue',
    definition:
      'What all subscriptions that run when the period ends bring in a month, each currency for itself.',
    counts:
      'Each customer with what its subscriptions bring in a month as of the end, a yearly price as a twelfth, for the rep who has the customer; n is how many customers that are.',
    omits: `${never} What is agreed for later.`,
    edges: ['While the period lasts its end is now.', together, currencies],
    formula: stock(sum('mrr'), 'end', sum('subscribers')),
    given: { 'mrr before the end': '29000', 'subscribers before the end': 100 },
  }),
  metric({
    ...movement,
    name: 'mrr_new',
    title: 'MRR, new',
    definition:
      'Monthly recurring revenue of customers who began to pay in the period and never had before, each currency for itself.',
    counts: `Each customer once, with what it pays a month from the instant on at which it first pays, ${owner}; n is how many.`,
    omits: `${never} Who had paid before and comes back is mrr_won_back.`,
    edges: [
      'Who first pays in a second currency is new in it.',
      'A trial at 0 is nothing yet: it is new when it is first paid.',
      currencies,
    ],
    formula: total(sum('new_mrr'), sum('new_subscribers')),
    given: { new_mrr: '8000', new_subscribers: 20 },
  }),
  metric({
    ...movement,
    name: 'mrr_expansion',
    title: 'MRR, expansion',
    definition:
      'By how much customers who paid already began to pay more in the period, each currency for itself.',
    counts: `Each instant at which a customer pays more a month than just before, with the difference, ${owner}; n is how many times.`,
    omits: `${never} First payments, and returns.`,
    edges: [together, handedOver, currencies],
    formula: total(sum('expansion_mrr'), sum('expanded')),
    given: { expansion_mrr: '5000', expanded: 16 },
  }),
  metric({
    ...movement,
    better: 'down',
    name: 'mrr_contraction',
    title: 'MRR, contraction',
    definition:
      'By how much customers began to pay less in the period who still pay something, each currency for itself.',
    counts: `Each instant at which a customer pays less a month than just before, but not nothing, with the difference, ${owner}; n is how many times.`,
    omits: `${never} Customers who stopped to pay.`,
    edges: [together, handedOver, currencies],
    formula: total(sum('contraction_mrr'), sum('contracted')),
    given: { contraction_mrr: '2000', contracted: 9 },
  }),
  metric({
    ...movement,
    better: 'down',
    without: [],
    name: 'mrr_churned',
    title: 'MRR, churned',
    definition:
      'What customers who stopped to pay in the period had paid a month until then, each currency for itself.',
    counts: `Each instant at which a customer stops to pay, with what it paid a month just before, ${owner}, with the reason of the subscription that ended; n is how many times.`,
    omits: `${never} Subscriptions that end while another one of the customer goes on.`,
    edges: [
      pause,
      'A contract that is cancelled for the end of the year churns then, not when it was cancelled.',
      'Who changes to another currency churns in the first.',
      currencies,
    ],
    formula: total(sum('churned_mrr'), sum('churned')),
    given: { churned_mrr: '4000', churned: 8 },
  }),
  metric({
    ...movement,
    name: 'mrr_won_back',
    title: 'MRR, won back',
    definition:
      'Monthly recurring revenue of customers who had stopped to pay and began again in the period, each currency for itself.',
    counts: `Each instant at which a customer who had stopped pays again, with what it pays a month from then on, ${owner}; n is how many times.`,
    omits: `${never} Who never paid before is mrr_new.`,
    edges: [pause, currencies],
    formula: total(sum('won_back_mrr'), sum('won_back')),
    given: { won_back_mrr: '1000', won_back: 2 },
  }),
  metric({
    ...money,
    name: 'arr',
    title: 'Annual recurring revenue',
    definition: 'Monthly recurring revenue when the period ends × 12, each currency for itself.',
    counts: 'What counts in mrr, twelve times; n is how many customers that are.',
    omits: `${never} It is no forecast: what will end within the year is in it.`,
    edges: [currencies],
    formula: { ...stock(sum('mrr'), 'end', sum('subscribers')), value: scaled(12, level) },
    given: { 'mrr before the end': '29000', 'subscribers before the end': 100 },
  }),
  metric({
    ...money,
    name: 'arpa',
    title: 'Average revenue per account',
    definition:
      'Monthly recurring revenue ÷ customers who pay any, when the period ends, each currency for itself.',
    counts: 'Above the line mrr; below it the customers in subscribers.',
    omits: 'Customers without a subscription, on both sides.',
    edges: ['Without subscribers there is no average.', currencies],
    formula: ratio(level, payers),
    given: { 'mrr before the end': '29000', 'subscribers before the end': 100 },
  }),
  metric({
    name: 'subscribers',
    title: 'Subscribers',
    unit: 'count',
    better: 'up',
    indicator: 'outcome',
    without,
    definition: 'Customers whose subscriptions bring in anything when the period ends.',
    counts: 'Each customer that counts in mrr, once, for the rep who has it.',
    omits: 'Customers whose subscriptions are paused or free, or were removed.',
    edges: [
      'Who pays in two currencies counts in each.',
      'Whether an account is inside a spell as a customer is of no account here: customers_at_end tells that.',
    ],
    formula: stock(sum('subscribers'), 'end'),
    given: { 'subscribers before the end': 100 },
  }),
  metric({
    name: 'quick_ratio',
    title: 'Quick ratio',
    unit: 'score',
    better: 'up',
    indicator: 'outcome',
    without,
    source: 'Mamoon Hamid, Social Capital',
    definition:
      'Monthly recurring revenue that came in (new, expansion, won back) ÷ what went away (contraction, churned) in the period, each currency for itself.',
    counts: 'Above the line what came in, below it what went away; n is how many movements that were.',
    omits: 'Revenue that stayed as it was.',
    edges: ['Where nothing went away there is no ratio.', handedOver, currencies],
    formula: ratio(
      plus(sum('new_mrr'), sum('expansion_mrr'), sum('won_back_mrr')),
      plus(sum('contraction_mrr'), sum('churned_mrr')),
      {
        n: plus(sum('new_subscribers'), sum('expanded'), sum('won_back'), sum('contracted'), sum('churned')),
      },
    ),
    given: {
      new_mrr: '8000',
      expansion_mrr: '5000',
      won_back_mrr: '1000',
      contraction_mrr: '2000',
      churned_mrr: '4000',
      new_subscribers: 20,
      expanded: 16,
      won_back: 2,
      contracted: 9,
      churned: 8,
    },
  }),
  metric({
    name: 'logo_churn_rate',
    title: 'Logo churn rate',
    unit: 'ratio',
    better: 'down',
    indicator: 'outcome',
    without,
    definition:
      'Of the customers who paid when the period started, the share who stopped in it, each counting as one whatever it pays.',
    counts:
      'Below the line the subscribers at the start; above it those of them who stopped to pay in the period, for the rep who had the customer when it stopped.',
    omits: 'Who began and stopped inside the period: in neither.',
    edges: [
      'Who stops and pays again in the period has churned.',
      'By rep, who was handed over in the period and then stopped is above the line with one rep and below it with the other.',
      'Without subscribers at the start there is no rate.',
    ],
    formula: share(stoppedOfThem, payersAtStart, 'cohort'),
    given: { 'churned_by_start from before the start': 8, 'subscribers before the start': 88 },
  }),
  metric({
    name: 'net_revenue_retention',
    title: 'Net revenue retention',
    unit: 'ratio',
    better: 'up',
    indicator: 'outcome',
    without,
    definition:
      'What the customers who paid when the period started pay a month when it ends ÷ what they paid then, each currency for itself.',
    counts:
      'Below the line mrr at the start; above it what the same customers pay at the end, more, less or nothing; n is how many paid at the start.',
    omits: 'Customers who began to pay after the start, also those who are won back.',
    edges: [
      'It can be above 1: then expansion outweighs what is lost.',
      'Who stops and pays again in the period counts with what it pays at the end.',
      'By rep, who is handed over is lost to the one and not one of those at the start for the other.',
      'Without revenue at the start there is no rate.',
      currencies,
    ],
    formula: ratio(plus(levelAtStart, changeOfThoseBefore('mrr_by_account', 'all')), levelAtStart, {
      n: payersAtStart,
    }),
    given: {
      'mrr before the start': '27000',
      'mrr_by_account change of those from before the start': '3000',
      'subscribers before the start': 90,
    },
  }),
  metric({
    name: 'gross_revenue_retention',
    title: 'Gross revenue retention',
    unit: 'ratio',
    better: 'up',
    indicator: 'outcome',
    without,
    definition:
      'As net revenue retention, but with no customer above what it paid when the period started, each currency for itself.',
    counts:
      'Below the line mrr at the start; above it what the same customers pay at the end, each at most what it paid at the start; n is how many paid then.',
    omits: 'Expansion, and customers who began to pay after the start.',
    edges: [
      'It is never above 1.',
      'Who pays more in between and less again in the end counts by start and end alone.',
      'Without revenue at the start there is no rate.',
      currencies,
    ],
    formula: ratio(plus(levelAtStart, changeOfThoseBefore('mrr_by_account', 'those_down')), levelAtStart, {
      n: payersAtStart,
    }),
    given: {
      'mrr before the start': '27000',
      'mrr_by_account change of those who went down from before the start': '-5000',
      'subscribers before the start': 90,
    },
  }),
  metric({
    ...money,
    name: 'customer_lifetime_value',
    title: 'Customer lifetime value',
    definition:
      'Average revenue per account when the period ends × gross margin ÷ logo churn rate of the period, each currency for itself.',
    counts:
      'What arpa and logo_churn_rate count; n is the subscribers at the end, and those of the start who stopped.',
    omits: 'Costs, but as the margin says: what a customer leaves is a part of what it pays.',
    parameters: [{ name: 'margin', type: 'number', default: 1, doc: 'Gross margin: 0.8 is 80 %.' }],
    edges: [
      'It is a number of months times a monthly revenue, so ask it of a month: the churn of a year would make the customer stay for as many months as it stays years.',
      'Where nobody churned there is no value: it would be without end.',
      currencies,
    ],
    formula: {
      ...total(
        quotient(scaled({ parameter: 'margin' }, arpa), quotient(stoppedOfThem, payersAtStart)),
        plus(payers, stoppedOfThem),
      ),
      kind: 'ratio',
    },
    given: {
      'mrr before the end': '29000',
      'subscribers before the end': 100,
      'churned_by_start from before the start': 8,
      'subscribers before the start': 80,
    },
  }),
  metric({
    ...money,
    name: 'customer_lifetime_value_historic',
    title: 'Customer lifetime value, so far',
    definition:
      'Revenue of all deals won before the end of the period ÷ accounts that had become customers by then, each currency for itself.',
    counts:
      'Above the line revenue_won since the beginning; below it every account that ever was a customer, once, those that left included; n is how many.',
    omits:
      'What subscriptions and orders bring in, unless a deal says it; costs; what customers will bring, of which customer_lifetime_value is the estimate.',
    edges: [
      'Customers of all currencies are below the line of each: it is what one brought in this currency.',
      'Who bought and was never said to be a customer is above the line alone.',
      'By rep, a deal is of who owned it when it was won and a customer of who had it when it became one, who may be others.',
      'Without customers there is no value.',
      currencies,
    ],
    formula: ratio(
      accrued(won('won_amount')),
      before('end', minus(ofCustomers('gained'), ofCustomers('won_back'))),
    ),
    given: {
      'won_amount before the end': '450000',
      'gained before the end': 260,
      'won_back before the end': 10,
    },
  }),
];
