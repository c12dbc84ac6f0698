import { count, countBy, defineFact, money, moneyBy, sum } from '../define.js';
import { repInForce } from '../read.js';

/** Subscriptions count by customer and currency: where what they bring in a month changes, or who has the customer. */
export const subscription = defineFact({
  name: 'subscription',
  entity: 'subscription',
  placement: 'moving',
  bucketing: ['effective_at', 'ended_at'],
  // A hand-over is dated when it occurred unless it says since when it holds.
  occurring: ['subscription.amended'],
  dimensions: {
    currency: 'ISO 4217 code of what is paid',
    reason: 'why the last subscription of a churned customer ended',
  },
  measures: {
    mrr: money('currency', 'monthly recurring revenue that begins, less what ends'),
    mrr_by_account: moneyBy(
      'currency',
      'monthly recurring revenue that begins, less what ends, of each customer',
    ),
    subscribers: sum('customers who begin to pay any, less those who stop'),
    new_mrr: money(
      'currency',
      'monthly revenue of customers who never paid before, from the instant on at which they do',
    ),
    expansion_mrr: money('currency', 'by how much customers pay more a month than just before'),
    contraction_mrr: money(
      'currency',
      'by how much customers pay less a month than just before, but not nothing',
    ),
    churned_mrr: money('currency', 'monthly revenue of customers just before they stopped to pay'),
    won_back_mrr: money(
      'currency',
      'monthly revenue of customers who had stopped to pay, from the instant on at which they pay again',
    ),
    new_subscribers: count('customers who began to pay and never had before'),
    expanded: count('times that a customer began to pay more'),
    contracted: count('times that a customer began to pay less'),
    churned: count('times that a customer stopped to pay'),
    won_back: count('times that a customer who had stopped began to pay again'),
    churned_by_start: countBy(
      'times that a customer stopped to pay, by the bucket in which it had begun, in epoch seconds',
    ),
  },
  reads: [repInForce],
});
