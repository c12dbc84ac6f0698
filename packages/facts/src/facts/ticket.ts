import { count, countBy, defineFact, histogram, milliseconds } from '../define.js';
import { repInForce } from '../read.js';
import { scheduleInForce } from '../working-time.js';

/** Tickets count where they were opened, began and ended to wait, were resolved and reopened, in any order of arrival. */
export const ticket = defineFact({
  name: 'ticket',
  entity: 'ticket',
  placement: 'moving',
  bucketing: ['opened_at', 'responded_at', 'resolved_at', 'reopened_at', 'effective_at'],
  // A hand-over is dated when it occurred unless it says since when it holds.
  occurring: ['ticket.amended'],
  dimensions: {
    channel: 'phone, mail, chat, …',
    priority: 'as the helpdesk names it',
    schedule: 'the schedule that it names, by whose working time it is measured',
  },
  measures: {
    opened: count('tickets opened'),
    responded: count('tickets opened that have a first response'),
    response_ms: milliseconds('time from opening to first response'),
    response_hist: histogram('tickets opened by the time to first response'),
    response_s: countBy('tickets opened by the whole seconds to first response'),
    unanswered: countBy(
      'tickets opened that are neither answered nor resolved, by the epoch second of opening',
    ),
    waiting_since: countBy('tickets that wait for a first response, by the epoch second since when'),
    waiting_began: count(
      'times that a ticket began to wait for a first response, or came waiting to another rep',
    ),
    waiting_ended: count(
      'times that a wait for a first response ended: by a response, by being resolved or by a hand-over',
    ),
    resolved: count('tickets resolved'),
    resolution_count: count('tickets resolved, but those resolved more than a day before they were opened'),
    resolution_ms: milliseconds('time from opening to resolution'),
    resolution_hist: histogram('tickets resolved by the time to resolution'),
    one_touch: count('tickets resolved with exactly one response'),
    reopened: count('times that a ticket was reopened'),
    business_responses: count('tickets opened that have a first response and a schedule with working hours'),
    business_response_ms: milliseconds('working time from opening to first response'),
    business_response_hist: histogram('tickets opened by the working time to first response'),
    business_response_s: countBy('tickets opened by the whole seconds of working time to first response'),
    business_resolutions: count(
      'tickets resolved that have a schedule with working hours, but those resolved more than a day before they were opened',
    ),
    business_resolution_ms: milliseconds(
      'working time from opening to resolution in which it was not paused',
    ),
    business_resolution_hist: histogram('tickets resolved by the working time in which they were not paused'),
  },
  reads: [repInForce, scheduleInForce],
});
