import { count, defineFact, histogram, milliseconds, money } from '../define.js';
import { repInForce } from '../read.js';

/** Deals count where they were opened, where they were last closed and where they stopped being open. */
export const deal = defineFact({
  name: 'deal',
  entity: 'deal',
  placement: 'moving',
  bucketing: ['opened_at', 'closed_at'],
  dimensions: {
    pipeline: 'pipeline of the deal',
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
    opened_amount: money('currency', 'amount of deals opened'),
    opened_priced: count('deals opened that have an amount'),
    ended: count(
      'deals opened that are open no longer, from their close or, if that is earlier, their opening',
    ),
    ended_amount: money('currency', 'amount of deals that are open no longer'),
    ended_priced: count('deals that are open no longer and have an amount'),
    cycle_count: count('deals won whose opening is known and at most a day after their close'),
    cycle_ms: milliseconds('time from opening to close of deals won, 0 where they closed before'),
    cycle_hist: histogram('deals won by the time from opening to close'),
  },
  reads: [repInForce],
});
