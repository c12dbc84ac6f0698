import { count, measuresOf, ratio, share } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { durations, metric } from './define.js';

const { sum } = measuresOf('lead');
/** Only leads that were disqualified have one. */
const without = ['reason'];

const removed = 'Leads that were removed or merged into another, and ones that nobody said came in.';
const handedOver =
  'A lead that is handed over stays with who had it at that instant; what comes later is of who has it then.';
/** Of the cohorts. */
const byNow = 'The rate of a month still changes afterwards, as long as leads of that month do.';
const cohort = {
  unit: 'ratio',
  better: 'up',
  without,
  indicator: 'process',
} as const;

/** From showing interest to being a deal or an account. */
export const leads: readonly Metric[] = [
  metric({
    name: 'leads_created',
    title: 'Leads created',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Leads that came in in the period; by lead source, where they came from.',
    counts: 'Each lead once, at the instant when it came in, for the rep who owned it then.',
    omits: `Accounts and deals that were entered without a lead. ${removed}`,
    edges: [
      'A lead that nobody owned at first is of whoever had it first.',
      'Somebody who comes back as a new lead counts a second time, unless the two are merged.',
    ],
    indicator: 'input',
    given: { created: 120 },
    formula: count(sum('created')),
  }),
  metric({
    name: 'leads_qualified',
    title: 'Leads qualified',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Leads that were qualified in the period, whenever they came in.',
    counts: 'Each lead of which it was said that it is qualified, at that instant, for who owned it then.',
    omits: `Leads that were converted without being called qualified before. ${removed}`,
    edges: [
      'A lead that is disqualified later was qualified all the same.',
      'Said again, the later statement corrects the instant: no lead is qualified twice.',
      handedOver,
    ],
    indicator: 'output',
    given: { qualified: 46 },
    formula: count(sum('qualified')),
  }),
  metric({
    name: 'leads_converted',
    title: 'Leads converted',
    unit: 'count',
    better: 'up',
    without,
    definition:
      'Leads that became a deal or an account in the period and are not disqualified or open again.',
    counts:
      'Each lead of which the last word is that it was converted, at that instant, for who owned it then.',
    omits: `Leads that were disqualified or reopened after it. ${removed}`,
    edges: [
      'A lead that becomes an account and a deal is one.',
      'A lead converted in May and disqualified in June leaves the number of May.',
      handedOver,
    ],
    indicator: 'output',
    given: { converted: 27 },
    formula: count(sum('converted')),
  }),
  metric({
    name: 'leads_disqualified',
    title: 'Leads disqualified',
    unit: 'count',
    better: 'down',
    definition: 'Leads that were given up in the period and are not converted or open again.',
    counts:
      'Each lead of which the last word is that it was disqualified, at that instant, for who owned it then; by reason, why.',
    omits: `Leads that are only left lying, and ones that were converted or reopened after it. ${removed}`,
    edges: ['A lead that is taken up again leaves the number of the month in which it was given up.'],
    indicator: 'output',
    given: { disqualified: 38 },
    formula: count(sum('disqualified')),
  }),
  metric({
    ...cohort,
    name: 'lead_conversion_rate',
    title: 'Lead conversion rate',
    definition: 'Of the leads that came in in the period, the share that is converted by now.',
    counts:
      'Below the line leads that came in in the period; above it those of them that are converted, whenever that was, both for who owned them when they came in.',
    omits: `Conversions in the period of leads that came in before it. ${removed}`,
    edges: [
      byNow,
      'Counted where they happen, conversions are in lead_conversion_rate_as_of_close, which changes less afterwards.',
    ],
    indicator: 'outcome',
    given: { created_converted: 24, created: 120 },
    formula: share(sum('created_converted'), sum('created'), 'cohort'),
  }),
  metric({
    name: 'lead_conversion_rate_as_of_close',
    title: 'Lead conversion rate, as of close',
    unit: 'ratio',
    better: 'up',
    without,
    definition: 'Leads converted in the period, whenever they came in, ÷ leads that came in in the period.',
    counts:
      'Above the line leads converted in the period, for who owned them then; below it leads that came in in the period.',
    omits: `Conversions after the period of leads that came in in it. ${removed}`,
    edges: [
      'The two are not the same leads: it can be above 1, so no interval of chance is given.',
      'Where none came in there is no value, and split, no row, although some were converted.',
    ],
    indicator: 'outcome',
    given: { converted: 27, created: 120 },
    formula: ratio(sum('converted'), sum('created')),
  }),
  metric({
    ...cohort,
    name: 'lead_qualification_rate',
    title: 'Lead qualification rate',
    definition: 'Of the leads that came in in the period, the share that is qualified by now.',
    counts:
      'Below the line leads that came in in the period; above it those of them that were called qualified, whenever that was.',
    omits: `Leads that were converted without being called qualified before. ${removed}`,
    edges: [byNow, 'A lead that was qualified and given up later is above the line.'],
    given: { created_qualified: 48, created: 120 },
    formula: share(sum('created_qualified'), sum('created'), 'cohort'),
  }),
  metric({
    ...cohort,
    name: 'lead_contact_rate',
    title: 'Lead contact rate',
    definition: 'Of the leads that came in in the period, the share that was contacted by now.',
    counts:
      'Below the line leads that came in in the period; above it those of them that somebody contacted, whoever it was, for who owned them when they came in.',
    omits: `Contacts that were taken back. ${removed}`,
    edges: [byNow, 'Activities and calls are no contacts by themselves: the source says who was contacted.'],
    given: { created_contacted: 108, created: 120 },
    formula: share(sum('created_contacted'), sum('created'), 'cohort'),
  }),
  ...durations(
    'lead',
    'follow_up_time',
    'Follow-up time',
    {
      definition: 'the time from coming in to first contact, of leads that came in in the period.',
      counts:
        'Each lead that was contacted, in the period in which it came in, for who contacted it first: whom the contact names, else its owner then.',
      omits:
        'Leads that nobody contacted, which are in lead_contact_rate instead, and contacts that were taken back.',
      edges: [
        'Contacted before it came in (clocks that differ, imports) is contacted at once: 0.',
        'It is time of the clock, nights and weekends included.',
      ],
      indicator: 'process',
      of: [0, 600_000, 1_200_000, 5_400_000],
    },
    {
      sum: 'follow_up_ms',
      count: { measure: 'follow_up_count' },
      histogram: 'follow_up_hist',
      better: 'down',
      quantiles: [0.5, 0.9],
      without,
    },
  ),
];
