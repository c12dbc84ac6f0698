import { before } from '../expression/expression.js';
import {
  measuresOf,
  minus,
  oldest,
  plus,
  product,
  quotient,
  scaled,
  share,
  stock,
  total,
} from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { durations, metric } from './define.js';

const deal = measuresOf('deal');
const DAY_MS = 86_400_000;
const open = minus(deal.sum('stage_entered'), deal.sum('stage_left'));

/** What is open, in which stage, and how deals go through the stages. */
export const pipeline: readonly Metric[] = [
  metric({
    name: 'pipeline_open',
    title: 'Pipeline, open deals',
    unit: 'count',
    better: 'up',
    definition: 'Deals opened and not closed when the period ends.',
    indicator: 'output',
    counts:
      'Each deal that was opened before the end of the period and not closed by then, in the stage in which it was then, for the rep who owned it when it was opened.',
    omits: 'Deals that were removed or merged into another, and ones of which no opening is known.',
    edges: [
      'A deal that is reopened was never closed: it is in the pipeline of the days between, too.',
      'A deal closed before it was opened was never in it.',
      'The stage is what was said of that instant: an import of a stage as it is now says it from the time of the import on.',
    ],
    given: { 'stage_entered before the end': 2_140, 'stage_left before the end': 2_012 },
    formula: stock(open, 'end'),
  }),
  metric({
    name: 'pipeline_value',
    title: 'Pipeline, value',
    unit: 'money',
    better: 'up',
    definition:
      'Sum of the amounts, as known now, of the deals in pipeline_open that have one, each currency for itself.',
    indicator: 'output',
    counts:
      'The amount, as it is known now, of each deal in pipeline_open that has one, each currency for itself; n is how many.',
    omits: 'Deals without an amount, and what a deal was said to be worth before its last correction.',
    edges: ['Currencies are never added: an answer has a row for each, unless it is filtered by one.'],
    given: {
      'stage_entered_amount before the end': '19300000',
      'stage_left_amount before the end': '18120000',
      'stage_entered_priced before the end': 1_890,
      'stage_left_priced before the end': 1_770,
    },
    formula: stock(
      minus(deal.sum('stage_entered_amount'), deal.sum('stage_left_amount')),
      'end',
      minus(deal.sum('stage_entered_priced'), deal.sum('stage_left_priced')),
    ),
  }),
  ...durations(
    'deal',
    'time_in_stage',
    'Time in stage',
    {
      definition: 'the time that deals were in a stage which they left in the period.',
      counts:
        'Each stay of an open deal in a stage, where it ended: by another stage, a win or a loss, for the rep who owned the deal when it was opened.',
      omits:
        'Deals that are in their stage still, which oldest_in_stage tells of, and the time after the close.',
      edges: [
        'The first stay begins when the deal was opened.',
        'A deal that comes back to a stage is in it twice, each time for itself.',
        'A stage that is said again while the deal is in it goes on.',
      ],
      indicator: 'process',
      of: [86_400_000, 259_200_000, 432_000_000, 1_728_000_000],
    },
    {
      sum: 'stage_ms',
      count: { measure: 'stage_left' },
      histogram: 'stage_hist',
      better: 'down',
      quantiles: [0.5, 0.9],
    },
  ),
  metric({
    name: 'oldest_in_stage',
    title: 'Longest in its stage',
    unit: 'ms',
    better: 'down',
    definition:
      'How long the deal has been in its stage that has been longest, of deals that are open now and were in it before the end of the period.',
    indicator: 'process',
    counts: 'Each open deal since it entered its stage, up to the instant of asking; n is how many.',
    omits: 'Closed deals, and stages that were left.',
    edges: [
      'By stage it shows where deals get stuck.',
      'It changes with every minute, without any event, and has one answer, none for each interval.',
    ],
    given: { 'stage_since before the end': [-5_184_000, -432_000] },
    formula: oldest('deal', 'stage_since'),
  }),
  metric({
    name: 'stage_conversion_rate',
    title: 'Stage conversion rate',
    unit: 'ratio',
    better: 'up',
    definition:
      'Share of the stays in a stage that ended in the period by another stage or a win, not by a loss.',
    indicator: 'outcome',
    counts:
      'Below the line stays that ended in the period; above it those that did not end by the deal being lost.',
    omits: 'Deals that are in their stage still.',
    edges: [
      'Back to an earlier stage is another stage, since stages have no order here.',
      'A deal that was lost and reopened was never closed, and its stay went on.',
      'By stage it is the conversion of each; over all stages it weighs each by how many left it.',
    ],
    given: { stage_advanced: 45, stage_left: 60 },
    formula: share(deal.sum('stage_advanced'), deal.sum('stage_left')),
  }),
  metric({
    name: 'stage_close_rate',
    title: 'Stage close rate',
    unit: 'ratio',
    better: 'up',
    definition:
      'Share of won deals among the deals closed in the period, each in every stage that it was in.',
    indicator: 'outcome',
    counts:
      'Below the line deals won or lost in the period, once in each stage that they were in while open; above it those won, each for who closed it.',
    omits:
      'Open deals, whatever stages they went through, and deals of which no opening is known or that were closed when they were opened, which were in no stage.',
    edges: [
      'By stage it is the close rate of each: what part of the deals that got there was won in the end.',
      'Over all stages it weighs each deal by how many it was in: ask close_rate for deals once each.',
      'A deal that came back to a stage counts there once.',
      'A deal that is reopened leaves it for every stage.',
    ],
    given: { stage_won: 45, stage_lost: 105 },
    formula: share(deal.sum('stage_won'), plus(deal.sum('stage_won'), deal.sum('stage_lost'))),
  }),
  metric({
    name: 'sales_velocity',
    title: 'Sales velocity',
    unit: 'money',
    better: 'up',
    // Of deals that are closed nothing is in a stage.
    without: ['stage'],
    definition:
      'Open deals when the period ends × close rate × mean deal size ÷ mean sales cycle in days, of the period: what the pipeline brings in a day, each currency for itself.',
    indicator: 'outcome',
    counts:
      'What pipeline_open, close_rate, deal_size_mean and sales_cycle_mean count; n is the won deals that have an amount.',
    omits:
      'Deals without a currency: neither the open ones nor the closed ones are of any. What open deals are said to be worth, which pipeline_value tells.',
    edges: [
      'Without won deals that have an amount and a known cycle there is no velocity.',
      'A cycle of no time at all leaves nothing to divide by.',
      'It compares best with itself, of periods of one length: the close rate and the cycle of a week are chance.',
      'Currencies are never added: an answer has a row for each, unless it is filtered by one.',
    ],
    given: {
      'stage_entered before the end': 2_140,
      'stage_left before the end': 2_040,
      won: 12,
      lost: 28,
      won_amount: '60000',
      won_priced: 12,
      cycle_ms: 1_200 * DAY_MS,
      cycle_count: 12,
    },
    formula: {
      ...total(
        quotient(
          product(
            before('end', open),
            quotient(deal.sum('won'), plus(deal.sum('won'), deal.sum('lost'))),
            quotient(deal.sum('won_amount'), deal.sum('won_priced')),
            scaled(DAY_MS, deal.sum('cycle_count')),
          ),
          deal.sum('cycle_ms'),
        ),
        deal.sum('won_priced'),
      ),
      kind: 'ratio',
    },
  }),
];
