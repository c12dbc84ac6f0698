import { count, measuresOf, minus, oldest, plus, share, stock } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { durations, metric } from './define.js';

const { sum, counts } = measuresOf('ticket');

const SCHEDULE =
  'The schedule is the one that the ticket names, else that whose id is its office, else default: the first that was in force when the ticket was opened, as it was then, to its end.';

export const serving: readonly Metric[] = [
  metric({
    name: 'tickets_opened',
    title: 'Tickets opened',
    unit: 'count',
    better: 'none',
    definition: 'Tickets opened in the period.',
    indicator: 'output',
    counts:
      'Each ticket once, at the instant when it was opened, for the rep who owned it then; an unassigned one is of whoever had it first.',
    omits: 'Tickets that were removed or merged into another.',
    edges: ['A ticket that is reopened was opened once.', 'Tickets opened by an agent count, too.'],
    given: { opened: 140 },
    formula: count(sum('opened')),
  }),
  metric({
    name: 'tickets_resolved',
    title: 'Tickets resolved',
    unit: 'count',
    better: 'up',
    definition: 'Tickets whose last resolution is in the period and which were not reopened after it.',
    indicator: 'output',
    counts:
      'Each ticket whose last turn is a resolution, at that instant, for the rep who resolved it, else its owner then.',
    omits: 'Tickets that were reopened after it, removed, or merged into another.',
    edges: [
      'Resolved again while resolved (a rule that closes it days later) keeps the first resolution of the run.',
      'A ticket resolved in May and reopened in June leaves the number of May.',
    ],
    given: { resolved: 128 },
    formula: count(sum('resolved')),
  }),
  metric({
    name: 'tickets_reopened',
    title: 'Tickets reopened',
    unit: 'count',
    better: 'down',
    definition: 'Reopenings of tickets in the period.',
    indicator: 'outcome',
    counts: 'Each reopening, at its instant, for the rep who owned the ticket then.',
    omits: 'A ticket reopened again while it is open, which is no other reopening.',
    edges: ['A ticket that is reopened three times counts three times.'],
    given: { reopened: 7 },
    formula: count(sum('reopened')),
  }),
  metric({
    name: 'tickets_waiting',
    title: 'Tickets waiting',
    unit: 'count',
    better: 'down',
    definition:
      'Tickets that waited for a first response when the period ended, whatever became of them since.',
    indicator: 'output',
    counts:
      'Each ticket that at the end of the period had waited since it was opened or reopened, for the rep to whom it was assigned then.',
    omits:
      'Tickets that were answered by a human agent in public or resolved by then, and ones removed or merged into another.',
    edges: [
      'What happens later changes nothing of what was waiting on a past day.',
      'An internal note or a bot is no response: the ticket goes on waiting.',
      'A handover passes the wait on.',
    ],
    given: { 'waiting_began before the end': 1_450, 'waiting_ended before the end': 1_432 },
    formula: stock(minus(sum('waiting_began'), sum('waiting_ended')), 'end'),
  }),
  metric({
    name: 'oldest_waiting',
    title: 'Oldest waiting',
    unit: 'ms',
    better: 'down',
    definition:
      'How long the ticket has waited that has waited longest, of those that wait now and did before the end of the period.',
    indicator: 'process',
    counts:
      'Of the tickets that wait now and did so before the end of the period, the one that has waited longest, up to the instant of asking; n is how many wait.',
    omits: 'Tickets that were answered or resolved, though they waited longer.',
    edges: [
      'A ticket that was reopened unanswered waits since its reopening.',
      'It changes with every minute, without any event, and has one answer, none for each interval.',
    ],
    given: { 'waiting_since before the end': [-5_400, -600] },
    formula: oldest('ticket', 'waiting_since'),
  }),
  ...durations(
    'ticket',
    'first_response_time',
    'First response time',
    {
      definition:
        'the time from opening to the first public response of a human agent, of tickets opened in the period.',
      counts:
        'Each ticket that has a response, in the period of its opening, for the rep who responded first.',
      omits:
        'Bots, internal notes and the opening message of an agent, which are no responses; tickets without a response, which are in tickets_waiting instead.',
      edges: [
        'Answered before it was opened (clocks that differ, imports) is answered at once: 0.',
        'A reply that was taken back or made private was none, and the next one is the first.',
        'It is time of the clock, nights and weekends included.',
      ],
      indicator: 'process',
      of: [300_000, 600_000, 1_200_000, 7_200_000],
    },
    {
      sum: 'response_ms',
      count: { measure: 'responded' },
      histogram: 'response_hist',
      better: 'down',
      quantiles: [0.5, 0.9, 0.95],
    },
  ),
  ...durations(
    'ticket',
    'first_response_time_business',
    'First response time, working hours',
    {
      definition:
        'the working time from opening to the first public response of a human agent, of tickets opened in the period.',
      counts:
        'Each ticket that has a response and a schedule with working hours, in the period of its opening, for the rep who responded first.',
      omits:
        'Nights, weekends, breaks and holidays of its schedule; bots, internal notes and opening messages, which are no responses; tickets without a schedule.',
      edges: [
        SCHEDULE,
        'Asked and answered outside of hours is 0.',
        'On days on which clocks change, hours that are skipped are not worked and hours that come twice are worked twice.',
        'A ticket that is paused waits for its first response all the same.',
      ],
      indicator: 'process',
      of: [300_000, 600_000, 1_200_000, 7_200_000],
    },
    {
      sum: 'business_response_ms',
      count: { measure: 'business_responses' },
      histogram: 'business_response_hist',
      better: 'down',
      quantiles: [0.5, 0.9, 0.95],
    },
  ),
  metric({
    name: 'first_response_within',
    title: 'First response within target',
    unit: 'ratio',
    better: 'up',
    definition:
      'Share of tickets opened in the period that got their first response within the target, unanswered past it being missed.',
    parameters: [{ name: 'target', type: 'number', default: 3600, doc: 'The target in seconds.' }],
    indicator: 'outcome',
    counts:
      'Below the line tickets opened in the period that were answered, and those unanswered for longer than the target; above it those answered within it, each for who responded.',
    omits: 'Tickets unanswered that are still within the target, and those resolved without an answer.',
    edges: [
      'Answered exactly at the target is within it.',
      'While tickets wait, the rate changes as they pass the target, without any event.',
      'A ticket counts in the period of its opening, whenever it is answered.',
    ],
    given: { 'response_s within target': 90, responded: 110, 'unanswered past target': 10 },
    formula: share(
      counts('response_s', { upTo: 'target' }),
      plus(sum('responded'), counts('unanswered', { olderThan: 'target' })),
      'within',
    ),
  }),
  metric({
    name: 'first_response_within_business',
    title: 'First response within target, working hours',
    unit: 'ratio',
    better: 'up',
    definition:
      'Share of tickets opened in the period that got their first response within the target of working time, unanswered past it being missed.',
    parameters: [
      { name: 'target', type: 'number', default: 3600, doc: 'The target in seconds of working time.' },
    ],
    indicator: 'outcome',
    counts:
      'Of tickets with a schedule with working hours, below the line those opened in the period that were answered, and those unanswered since more working time than the target; above it those answered within it, each for who responded.',
    omits:
      'Tickets unanswered that are still within the target, those resolved without an answer, and those without a schedule.',
    edges: [
      SCHEDULE,
      'Answered exactly at the target is within it, and so is asked and answered outside of hours.',
      'An unanswered ticket is never missed while nobody works: what was opened on Friday evening has all of its target on Monday morning.',
      'A ticket that is paused waits for its first response all the same.',
      'How long a ticket is unanswered is taken to the second.',
    ],
    given: {
      'business_response_s within target': 96,
      business_responses: 110,
      'unanswered past target of working time': 10,
    },
    formula: share(
      counts('business_response_s', { upTo: 'target' }),
      plus(sum('business_responses'), counts('unanswered', { workedLongerThan: 'target' })),
      'within',
    ),
  }),
  ...durations(
    'ticket',
    'resolution_time',
    'Resolution time',
    {
      definition: 'the time from opening to the last resolution, of tickets resolved in the period.',
      counts: 'Each ticket that counts in tickets_resolved, where and for whom it counts there.',
      omits:
        'Tickets that are open, and those resolved more than a day before they were opened, which tally doctor data names.',
      edges: [
        'Resolved before it was opened (a date without a time) is a resolution at once: 0.',
        'Of a ticket that was reopened the time runs on from its first opening.',
      ],
      indicator: 'process',
      of: [3_600_000, 14_400_000, 86_400_000, 172_800_000],
    },
    {
      sum: 'resolution_ms',
      count: { measure: 'resolution_count' },
      histogram: 'resolution_hist',
      better: 'down',
      quantiles: [0.5, 0.9],
    },
  ),
  ...durations(
    'ticket',
    'resolution_time_business',
    'Resolution time, working hours',
    {
      definition:
        'the working time from opening to the last resolution in which the ticket was not paused, of tickets resolved in the period.',
      counts:
        'Each ticket that counts in tickets_resolved and has a schedule with working hours, where and for whom it counts there.',
      omits:
        'Nights, weekends, breaks and holidays of its schedule; the time in which it was paused; tickets without a schedule, and those resolved more than a day before they were opened.',
      edges: [
        SCHEDULE,
        'Of a pause only the working time in it is taken off: one over a night takes off nothing.',
        'Paused again while paused is one pause, and one that nobody ended lasts until the resolution.',
        'Of a ticket that was reopened the time runs on from its first opening.',
      ],
      indicator: 'process',
      of: [3_600_000, 14_400_000, 28_800_000, 57_600_000],
    },
    {
      sum: 'business_resolution_ms',
      count: { measure: 'business_resolutions' },
      histogram: 'business_resolution_hist',
      better: 'down',
      quantiles: [0.5, 0.9],
    },
  ),
  metric({
    name: 'one_touch_rate',
    title: 'One-touch rate',
    unit: 'ratio',
    better: 'up',
    definition:
      'Share of the tickets resolved in the period that took exactly one public response of a human agent.',
    indicator: 'outcome',
    counts:
      'Below the line tickets resolved in the period; above it those with exactly one public response of a human agent.',
    omits:
      'Bots and internal notes, which are no responses; resolved without any response is below the line alone.',
    edges: [
      'A reply that was told by webhook and by export is one.',
      'The opening message of an agent is no response.',
    ],
    given: { one_touch: 52, resolved: 128 },
    formula: share(sum('one_touch'), sum('resolved')),
  }),
];
