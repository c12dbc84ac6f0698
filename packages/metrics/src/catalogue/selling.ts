import { count, mean, measuresOf, plus, ratio, share, total } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { durations, metric } from './define.js';

const call = measuresOf('call');
const deal = measuresOf('deal');
const connected = call.sum('calls', { outcome: 'connected' });
/** Of deals that are closed, or only opened, nothing is in a stage. */
const without = ['stage'];
const closed = plus(deal.sum('won'), deal.sum('lost'));

export const selling: readonly Metric[] = [
  metric({
    name: 'calls',
    title: 'Calls',
    unit: 'count',
    better: 'up',
    definition: 'Calls that started in the period.',
    indicator: 'input',
    counts:
      'Each call once, at the instant when it started, for the rep who had it, connected or not, in or out.',
    omits: 'Calls that were removed, and ones that were amended but never logged.',
    edges: [
      'The legs of a ring group are one call, connected if any leg was, and of who answered.',
      'The same call told twice, or by webhook and export, is one if its source and id are.',
      'A call counts where it started, also when it ends after midnight.',
    ],
    given: { calls: 412 },
    formula: count(call.sum('calls')),
  }),
  metric({
    name: 'talk_time',
    title: 'Talk time',
    unit: 'ms',
    better: 'up',
    definition: 'Sum of the durations of connected calls that started in the period.',
    indicator: 'input',
    counts: 'The duration of each connected call, where the call counts; n is how many were connected.',
    omits: 'Ringing, voicemail and all calls that were not connected.',
    edges: ['A call from 23:50 to 00:20 counts whole on the day on which it started.'],
    given: { talk_ms: 45_000_000, 'calls (connected)': 180 },
    formula: total(call.sum('talk_ms'), connected),
  }),
  ...durations(
    'call',
    'call_duration',
    'Call duration',
    {
      definition: 'the durations of connected calls that started in the period.',
      counts: 'The duration of each connected call, where the call counts.',
      omits: 'Ringing, voicemail and all calls that were not connected.',
      edges: ['A connected call of no duration is one of 0.', 'A call counts whole where it started.'],
      indicator: 'process',
      of: [60_000, 180_000, 210_000, 900_000],
    },
    {
      sum: 'talk_ms',
      count: { measure: 'calls', where: { outcome: 'connected' } },
      histogram: 'talk_hist',
      better: 'none',
      quantiles: [0.5, 0.9],
    },
  ),
  metric({
    name: 'connect_rate',
    title: 'Connect rate',
    unit: 'ratio',
    better: 'up',
    without: ['direction', 'outcome'],
    definition: 'Connected outbound calls ÷ outbound calls, of those that started in the period.',
    indicator: 'process',
    counts: 'Below the line outbound calls; above it those of them that were connected.',
    omits: 'Inbound calls.',
    edges: [
      'A ring group is one call, connected if any of its legs was.',
      'Without outbound calls there is no rate.',
    ],
    given: { 'calls (outbound, connected)': 130, 'calls (outbound)': 325 },
    formula: share(
      call.sum('calls', { direction: 'outbound', outcome: 'connected' }),
      call.sum('calls', { direction: 'outbound' }),
    ),
  }),
  metric({
    name: 'deals_opened',
    title: 'Deals opened',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Deals that entered the pipeline in the period.',
    indicator: 'output',
    counts: 'Each deal once, at the instant when it was opened, for the rep who owned it then.',
    omits: 'Deals that were removed or merged into another, and ones of which no opening is known.',
    edges: [
      'A deal that is reopened was opened once, when it was first.',
      'A handover later moves nothing: who opened it keeps it.',
    ],
    given: { opened: 36 },
    formula: count(deal.sum('opened')),
  }),
  metric({
    name: 'deals_won',
    title: 'Deals won',
    unit: 'count',
    better: 'up',
    without,
    definition: 'Deals closed as won in the period and not reopened since.',
    indicator: 'output',
    counts:
      'Each deal whose last statement is won, when it was closed, for the rep whom the close names, else the owner then.',
    omits: 'Deals that were reopened since, or removed, or merged into another.',
    edges: [
      'A deal that is set to won again keeps its first close time.',
      'A deal won, then lost, is lost: it leaves this count for deals_lost.',
      'Who owns it afterwards is of no account.',
    ],
    given: { won: 9 },
    formula: count(deal.sum('won')),
  }),
  metric({
    name: 'deals_lost',
    title: 'Deals lost',
    unit: 'count',
    better: 'down',
    without,
    definition: 'Deals closed as lost in the period and not reopened since.',
    indicator: 'output',
    counts:
      'Each deal whose last statement is lost, when it was closed, for the rep whom the close names, else the owner then.',
    omits: 'Deals that were reopened since, or removed, or merged into another.',
    edges: ['A deal that is set to lost again keeps its first close time.'],
    given: { lost: 21 },
    formula: count(deal.sum('lost')),
  }),
  metric({
    name: 'revenue_won',
    title: 'Revenue won',
    unit: 'money',
    better: 'up',
    without,
    definition: 'Sum of the amounts of deals won in the period, each currency for itself.',
    indicator: 'output',
    counts:
      'The amount of each deal that counts in deals_won, where and for whom it counts there, each currency for itself; n is how many have an amount.',
    omits: 'Won deals without an amount, and amounts of orders, which are revenue_orders.',
    edges: [
      'An amount that is corrected after the close corrects the period of the close.',
      'Currencies are never added: an answer has a row for each, unless it is filtered by one.',
    ],
    given: { won_amount: '45000', won_priced: 9 },
    formula: total(deal.sum('won_amount'), deal.sum('won_priced')),
  }),
  metric({
    name: 'deal_size_mean',
    title: 'Deal size, mean',
    unit: 'money',
    better: 'up',
    without,
    definition: 'Revenue won ÷ won deals that have an amount, each currency for itself.',
    indicator: 'outcome',
    counts: 'Above the line revenue_won; below it the won deals that have an amount.',
    omits: 'Won deals without an amount, on both sides.',
    edges: [
      'An amount of 0 is an amount.',
      'Currencies are never added: an answer has a row for each, unless it is filtered by one.',
    ],
    given: { won_amount: '45000', won_priced: 9 },
    formula: mean(deal.sum('won_amount'), deal.sum('won_priced')),
  }),
  metric({
    name: 'close_rate',
    title: 'Close rate',
    unit: 'ratio',
    better: 'up',
    source: "Salesforce's win rate",
    without,
    definition: 'Won ÷ (won + lost) of deals closed in the period.',
    indicator: 'outcome',
    counts: 'Below the line deals closed in the period, won or lost; above it those that are won.',
    omits: 'Open deals and reopened ones: in neither.',
    edges: [
      'It is of deals closed in the period, whenever they were opened, so it is no rate of what was opened.',
      'Without closed deals there is no rate.',
    ],
    given: { won: 9, lost: 21 },
    formula: share(deal.sum('won'), closed),
  }),
  metric({
    name: 'close_rate_by_value',
    title: 'Close rate by value',
    unit: 'ratio',
    better: 'up',
    without,
    definition: 'Won amount ÷ (won + lost amount) of deals closed in the period, each currency for itself.',
    indicator: 'outcome',
    counts:
      'Amounts of deals closed in the period: above the line of those that are won; n is how many have an amount.',
    omits: 'Deals without an amount, open and reopened ones.',
    edges: [
      'Each currency has a rate of its own: amounts are never added across currencies.',
      'One large deal can turn it; close_rate counts deals alike.',
    ],
    given: { won_amount: '45000', lost_amount: '75000', won_priced: 9, lost_priced: 20 },
    formula: ratio(deal.sum('won_amount'), plus(deal.sum('won_amount'), deal.sum('lost_amount')), {
      n: plus(deal.sum('won_priced'), deal.sum('lost_priced')),
    }),
  }),
  ...durations(
    'deal',
    'sales_cycle',
    'Sales cycle',
    {
      definition: 'the time from opening to close of deals won in the period.',
      counts:
        'Each deal that counts in deals_won and whose opening is known, where and for whom it counts there.',
      omits:
        'Lost and open deals, those whose opening is not known, and those closed more than a day before they were opened, which tally doctor data names.',
      edges: [
        'Closed on the day of its opening, before the hour of it (a date without a time), is a cycle of 0.',
        'A won deal that is set to won again keeps its first close time.',
      ],
      indicator: 'process',
      of: [864_000_000, 1_728_000_000, 2_592_000_000, 5_184_000_000],
    },
    {
      without,
      sum: 'cycle_ms',
      count: { measure: 'cycle_count' },
      histogram: 'cycle_hist',
      better: 'down',
      quantiles: [0.5, 0.9],
    },
  ),
];
