import { count, measuresOf, minus, ratio, total } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { metric } from './define.js';

const { sum: ofSpending } = measuresOf('campaign');
const { sum: ofLeads } = measuresOf('lead');
const { sum: ofDeals } = measuresOf('deal');

const spent = ofSpending('spent');

/** Whom a conversion or a won deal is credited to. */
interface Model {
  /** Behind the names of its metrics, and of measures before it. */
  suffix: string;
  title: string;
  /** Of deals and leads, in words. */
  are: string;
  lead: string;
  deal: string;
  revenue: ReturnType<typeof ofDeals>;
  /** How many stand behind it, and what the example says of that. */
  deals: ReturnType<typeof ofDeals>;
  converted: Metric['formula'];
  given: { revenue: Metric['given']; deals: Metric['given']; converted: Metric['given'] };
  edges: readonly string[];
}

/**
 * The models are metrics of their own, and no parameter: so they stand side by side in an answer, in metric_daily, on a board and
 * in an alert, as marketing compares them.
 */
const MODELS: readonly Model[] = [
  {
    suffix: '',
    title: '',
    are: 'of the campaign that they came of first',
    lead: 'The campaign that the lead names itself, else that of its earliest touch.',
    deal: 'The campaign that the deal names itself, else the one that its lead names, else that of the earliest touch of either.',
    revenue: ofDeals('first_amount'),
    deals: ofDeals('first_priced'),
    converted: count(ofLeads('first_converted')),
    given: {
      revenue: { first_amount: '45000' },
      deals: { first_priced: 9 },
      converted: { first_converted: 12 },
    },
    edges: [],
  },
  {
    suffix: '_last',
    title: ', last touch',
    are: 'of the campaign that touched them last',
    lead: 'The campaign of its latest touch up to the conversion, and without any the one that the lead names.',
    deal: 'The campaign of the latest touch of the deal or its lead up to the close, and without any the one that the deal, else its lead, names.',
    revenue: ofDeals('last_amount'),
    deals: ofDeals('last_priced'),
    converted: count(ofLeads('last_converted')),
    given: {
      revenue: { last_amount: '45000' },
      deals: { last_priced: 9 },
      converted: { last_converted: 12 },
    },
    edges: [],
  },
  {
    suffix: '_linear',
    title: ', linear',
    are: 'in equal parts of every campaign that touched them',
    lead: 'Every touch up to the conversion has an equal part, and so has a campaign that the lead names and that never touched it.',
    deal: 'Every touch of the deal or its lead up to the close has an equal part, and so has a campaign that one of them names and that touched neither.',
    revenue: ofDeals('linear_amount'),
    deals: ofDeals('linear_touches'),
    converted: total(ofLeads('linear_converted'), ofLeads('linear_touches')),
    given: {
      revenue: { linear_amount: '45000' },
      deals: { linear_touches: 21 },
      converted: { linear_converted: '12', linear_touches: 31 },
    },
    edges: [
      'Parts add up to the whole to the last digit: what does not divide goes to the first touches; n is how many touches share.',
    ],
  },
];

/** What comes of campaigns, by each model. */
export const attribution: readonly Metric[] = MODELS.flatMap((model) => {
  const { suffix, title, are, revenue, given, edges } = model;
  return [
    metric({
      name: `campaign_leads_converted${suffix}`,
      title: `Campaign leads converted${title}`,
      unit: 'count',
      better: 'up',
      without: ['reason'],
      definition: `Leads that were converted in the period, whenever they came in, ${are}.`,
      counts: `Each lead that a campaign touched or that names one, where and for whom it counts in leads_converted. ${model.lead}`,
      omits: 'Leads without a campaign, and ones that were disqualified or reopened after their conversion.',
      edges: [
        'A campaign that has ended goes on having conversions: they count when they happen.',
        'A touch after the conversion changes nothing.',
        ...edges,
      ],
      indicator: 'output',
      given: given.converted,
      formula: model.converted,
    }),
    metric({
      name: `campaign_revenue${suffix}`,
      title: `Campaign revenue${title}`,
      unit: 'money',
      better: 'up',
      without: ['stage'],
      definition: `Sum of the amounts of deals that were won in the period, ${are}, each currency for itself.`,
      counts: `Each deal that a campaign touched or that names one, by itself or by its lead, where and for whom it counts in revenue_won. ${model.deal}`,
      omits:
        'Deals without a campaign, lost and open deals, and orders; touches of the account, which may have been for another deal.',
      edges: [
        'A touch after the close changes nothing; one before it that is told late counts as if told in time.',
        'The lead of a deal is the one that it names, else the one that was converted into it.',
        'What a campaign that was merged away touched, or is named for, is of the one that it was merged into.',
        'A deal won without an amount adds nothing and is not in n.',
        ...edges,
      ],
      indicator: 'output',
      given: { ...given.revenue, ...given.deals },
      formula: total(revenue, model.deals),
    }),
    metric({
      name: `marketing_roi${suffix}`,
      title: `Marketing ROI${title}`,
      unit: 'ratio',
      better: 'up',
      definition: 'Revenue of campaigns in the period less what was spent on them, ÷ what was spent on them.',
      counts: `Above the line campaign_revenue${suffix} − campaign_spend, below it campaign_spend, each currency for itself and by its own instants; n is how many expenses.`,
      omits: 'What reps, tools and the goods themselves cost.',
      edges: [
        '1 is one more for each that was spent; 0 is neither gain nor loss, −1 is all of it lost.',
        'Money is earned after it is spent: a period shorter than the sales cycle tells little.',
        'Nothing spent in a currency leaves no value, though something was won in it.',
        model.deal,
      ],
      indicator: 'outcome',
      given: { ...given.revenue, spent: '10000', spends: 8 },
      formula: ratio(minus(revenue, spent), spent, { n: ofSpending('spends') }),
    }),
  ];
});
