import { count, countBy, defineFact, histogram, milliseconds, money } from '../define.js';
import { repInForce } from '../read.js';

/** Deals count where they were opened, where they entered and left stages, and where they were last closed. */
export const deal = defineFact({
  name: 'deal',
  entity: 'deal',
  placement: 'moving',
  bucketing: ['opened_at', 'closed_at', 'changed_at', 'reopened_at'],
  occurring: ['deal.amended'],
  dimensions: {
    pipeline: 'pipeline of the deal',
    stage: 'stage that an open deal is in, enters or leaves',
    product: 'what is sold',
    lead_source: 'where the deal came from',
    campaign: 'the campaign that it came of',
    currency: 'ISO 4217 code of its amount',
  },
  measures: {
    opened: count('deals opened'),
    won: count('deals won'),
    lost: count('deals lost'),
    won_amount: money('currency', 'amount of deals won'),
    lost_amount: money('currency', 'amount of deals lost'),
    won_priced: count('deals won that have an amount'),
    lost_priced: count('deals lost that have an amount'),
    stage_entered: count('times that an open deal entered a stage, its first when it was opened'),
    stage_entered_amount: money('currency', 'amount of deals, each time that they entered a stage'),
    stage_entered_priced: count('times that a deal with an amount entered a stage'),
    stage_left: count('times that a deal left a stage: for another one, won or lost'),
    stage_left_amount: money('currency', 'amount of deals, each time that they left a stage'),
    stage_left_priced: count('times that a deal with an amount left a stage'),
    stage_advanced: count('times that a deal left a stage for another one, or won'),
    stage_ms: milliseconds('time in stages that were left'),
    stage_hist: histogram('times that a deal left a stage by the time in it'),
    stage_since: countBy('open deals by the epoch second since when they are in their stage'),
    cycle_count: count('deals won whose opening is known and at most a day after their close'),
    cycle_ms: milliseconds('time from opening to close of deals won, 0 where they closed before'),
    cycle_hist: histogram('deals won by the time from opening to close'),
  },
  reads: [repInForce],
});
