import { count, measuresOf, ratio, total } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { metric } from './define.js';

const { sum: ofSpending } = measuresOf('campaign');
const { sum: ofLeads } = measuresOf('lead');
const spent = ofSpending('spent');
const spends = ofSpending('spends');
const leads = ofLeads('first_created');
const converted = ofLeads('first_converted');

const removedSpending =
  'Expenses that were taken back, and all that was spent on a campaign that was removed.';

const wholeBeside =
  'Leads have no currency: where money was spent in two, each amount is divided by all leads, and what a lead cost is all of that together.';
const ofOwners =
  'By rep, the spending is of who owned the campaign and the leads of who owned them, which may be others.';

/** What campaigns cost, and who comes of them. */
export const marketing: readonly Metric[] = [
  metric({
    name: 'campaign_spend',
    title: 'Campaign spend',
    unit: 'money',
    better: 'none',
    definition: 'Sum of what was spent on campaigns in the period, each currency for itself.',
    counts: 'Each expense at the instant when the money was spent, for the rep who owned the campaign then.',
    omits: `Budgets, which are plans. ${removedSpending}`,
    edges: [
      'An expense that is told again under its id is corrected, and counts once.',
      'Money back is an expense below zero and lessens the sum.',
      'A campaign that nobody created counts all the same: an ad platform may know nothing but its id.',
    ],
    indicator: 'input',
    given: { spent: '10000', spends: 8 },
    formula: total(spent, spends),
  }),
  metric({
    name: 'campaign_leads',
    title: 'Campaign leads',
    unit: 'count',
    better: 'up',
    without: ['reason'],
    definition: 'Leads of campaigns that came in in the period.',
    counts:
      'Each lead that names a campaign or was ever touched by one, where and for whom it counts in leads_created, of the campaign that it names itself, else of that of its earliest touch.',
    omits: 'Leads without a campaign, whatever their lead source, and ones that were removed or merged.',
    edges: [
      'A lead names the campaign that was said last; one whose campaign was cleared names none.',
      'A lead that a campaign touched long after it had come in counts where it came in.',
    ],
    indicator: 'output',
    given: { first_created: 60 },
    formula: count(leads),
  }),
  metric({
    name: 'cost_per_lead',
    title: 'Cost per lead',
    unit: 'money',
    better: 'down',
    definition: 'What was spent on campaigns in the period ÷ leads of campaigns that came in in it.',
    counts:
      'Above the line campaign_spend, each currency for itself; below it all of campaign_leads, beside each currency in which anything was spent; n is how many leads.',
    omits: 'What reps and tools cost, and leads without a campaign.',
    edges: [
      wholeBeside,
      'Without leads there is no value, whatever was spent.',
      'Nothing spent in a currency leaves no row of it: a campaign that cost nothing has no cost per lead.',
      ofOwners,
    ],
    indicator: 'outcome',
    given: { spent: '10000', first_created: 80 },
    formula: ratio(spent, leads),
  }),
  metric({
    name: 'cost_per_customer',
    title: 'Cost per customer',
    unit: 'money',
    better: 'down',
    definition:
      'What was spent on campaigns in the period ÷ leads of campaigns that were converted in it, whenever they came in.',
    counts:
      'Above the line campaign_spend, each currency for itself; below it all of campaign_leads_converted, beside each currency in which anything was spent; n is how many conversions.',
    omits: 'What reps and tools cost, and customers who were no lead of a campaign.',
    edges: [
      wholeBeside,
      'Without conversions there is no value, whatever was spent.',
      'Money is spent before leads are converted: a period shorter than that takes tells little.',
      ofOwners,
    ],
    indicator: 'outcome',
    given: { spent: '10000', first_converted: 16 },
    formula: ratio(spent, converted),
  }),
];
