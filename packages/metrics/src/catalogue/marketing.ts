import { count, measuresOf, minus, ratio, total } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { metric } from './define.js';

const ofCampaign = { campaign: { not: '' } };
const { sum: ofSpending } = measuresOf('campaign');
const { sum: ofLeads } = measuresOf('lead');
const { sum: ofDeals } = measuresOf('deal');

const spent = ofSpending('spent');
const spends = ofSpending('spends');
const revenue = ofDeals('won_amount', ofCampaign);
const leads = ofLeads('created', ofCampaign);
const converted = ofLeads('converted', ofCampaign);

const ownName =
  'A deal is of the campaign that it names itself: what its lead named is not taken over by itself.';
const removedSpending =
  'Expenses that were taken back, and all that was spent on a campaign that was removed.';

const wholeBeside =
  'Leads have no currency: where money was spent in two, each amount is divided by all leads, and what a lead cost is all of that together.';
const ofOwners =
  'By rep, the spending is of who owned the campaign and the leads of who owned them, which may be others.';

/** What campaigns cost, and what comes of them. */
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
    counts: 'Each lead that names a campaign, where and for whom it counts in leads_created.',
    omits: 'Leads without a campaign, whatever their lead source, and ones that were removed or merged.',
    edges: ['A lead is of the campaign that was named last; one whose campaign was cleared is of none.'],
    indicator: 'output',
    given: { 'created (with campaign)': 60 },
    formula: count(leads),
  }),
  metric({
    name: 'campaign_leads_converted',
    title: 'Campaign leads converted',
    unit: 'count',
    better: 'up',
    without: ['reason'],
    definition: 'Leads of campaigns that were converted in the period, whenever they came in.',
    counts: 'Each lead that names a campaign, where and for whom it counts in leads_converted.',
    omits: 'Leads without a campaign, and ones that were disqualified or reopened after their conversion.',
    edges: ['A campaign that has ended goes on having conversions: they count when they happen.'],
    indicator: 'output',
    given: { 'converted (with campaign)': 12 },
    formula: count(converted),
  }),
  metric({
    name: 'campaign_revenue',
    title: 'Campaign revenue',
    unit: 'money',
    better: 'up',
    without: ['stage'],
    definition:
      'Sum of the amounts of deals of campaigns that were won in the period, each currency for itself.',
    counts: 'Each deal that names a campaign, where and for whom it counts in revenue_won.',
    omits: 'Deals without a campaign, lost and open deals, and orders.',
    edges: [
      ownName,
      'A deal is of the campaign that was named last, and of that one whole.',
      'A deal won without an amount adds nothing and is not in n.',
    ],
    indicator: 'output',
    given: { 'won_amount (with campaign)': '45000', 'won_priced (with campaign)': 9 },
    formula: total(revenue, ofDeals('won_priced', ofCampaign)),
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
    given: { spent: '10000', 'created (with campaign)': 80 },
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
    given: { spent: '10000', 'converted (with campaign)': 16 },
    formula: ratio(spent, converted),
  }),
  metric({
    name: 'marketing_roi',
    title: 'Marketing ROI',
    unit: 'ratio',
    better: 'up',
    definition: 'Revenue of campaigns in the period less what was spent on them, ÷ what was spent on them.',
    counts:
      'Above the line campaign_revenue − campaign_spend, below it campaign_spend, each currency for itself and by its own instants; n is how many expenses.',
    omits: 'What reps, tools and the goods themselves cost.',
    edges: [
      '1 is one more for each that was spent; 0 is neither gain nor loss, −1 is all of it lost.',
      'Money is earned after it is spent: a period shorter than the sales cycle tells little.',
      'Nothing spent in a currency leaves no value, though something was won in it.',
      ownName,
    ],
    indicator: 'outcome',
    given: { 'won_amount (with campaign)': '45000', spent: '10000', spends: 8 },
    formula: ratio(minus(revenue, spent), spent, { n: spends }),
  }),
];
