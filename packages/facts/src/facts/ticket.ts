import { count, countBy, defineFact, histogram, milliseconds } from '../define.js';
import { repInForce } from '../read.js';

/** Tickets count where they were opened, stopped waiting, were resolved and reopened, in any order of arrival. */
export const ticket = defineFact({
  name: 'ticket',
  entity: 'ticket',
  placement: 'moving',
  bucketing: ['opened_at', 'responded_at', 'resolved_at', 'reopened_at'],
  dimensions: {
    channel: 'phone, mail, chat, …',
    priority: 'as the helpdesk names it',
  },
  measures: {
    opened: count('tickets opened'),
    responded: count('tickets opened that have a first response'),
    response_ms: milliseconds('of these, from opening to first response'),
    response_hist: histogram('of these, by the time to first response'),
    response_s: countBy('of these, by the whole seconds to first response'),
    unanswered: countBy('tickets opened without a response, by the epoch second of opening'),
    waiting_since: countBy('of these, those that are not resolved either'),
    waiting_ended: count('tickets that stopped waiting, by a response or by being resolved'),
    resolved: count('tickets resolved'),
    resolution_ms: milliseconds('of these, from opening to resolution'),
    resolution_hist: histogram('of these, by the time to resolution'),
    one_touch: count('of these, those with exactly one response'),
    reopened: count('tickets reopened, once for each instant'),
  },
  reads: [repInForce],
});
