import {
  after,
  rep,
  resolved,
  responded,
  responseRemoved,
  ticketAmended,
  ticketOpened,
  ticketRemoved,
  ticketReopened,
  times,
} from '../given.js';
import { days, hours, MARCH, minutes, NOTHING, near, type Scenario } from '../scenario.js';

export const serving: readonly Scenario[] = [
  {
    name: 'a first response is the first public one of a human agent',
    given: [
      rep('ann', 'berlin', 'hunters'),
      rep('bob', 'pune', 'farmers'),
      ticketOpened('bot and note first', '2026-03-02T09:00Z', { rep_id: 'bob' }),
      responded('bot and note first', '2026-03-02T09:01Z', { author: 'bot' }),
      responded('bot and note first', '2026-03-02T09:05Z', { rep_id: 'bob', visibility: 'internal' }),
      responded('bot and note first', '2026-03-02T09:30Z', { rep_id: 'ann' }),
      ticketOpened('answered twice', '2026-03-02T10:00Z', { rep_id: 'bob', channel: 'email' }),
      responded('answered twice', '2026-03-02T10:10Z'),
      responded('answered twice', '2026-03-02T11:00Z', { rep_id: 'ann' }),
      ticketOpened('never answered', '2026-03-03T09:00Z', { rep_id: 'bob' }),
      ticketOpened('only by a bot', '2026-03-04T09:00Z', { channel: 'chat' }),
      responded('only by a bot', '2026-03-04T09:00Z', { author: 'bot' }),
      ticketOpened('resolved unanswered', '2026-03-05T10:00Z'),
      resolved('resolved unanswered', '2026-03-05T12:00Z'),
      ticketOpened('of February', '2026-02-27T09:00Z', { rep_id: 'ann' }),
      responded('of February', '2026-03-02T09:00Z', { rep_id: 'ann' }),
    ],
    expect: {
      [`first_response_time_mean?${MARCH}`]: {
        value: minutes(20),
        n: 2,
        numerator: minutes(40),
        denominator: 2,
      },
      // The rep who answered first, else the one it was assigned to.
      [`first_response_time_mean?${MARCH}&by=rep`]: [
        { rep: 'ann', value: minutes(30), n: 1 },
        { rep: 'bob', value: minutes(10), n: 1 },
      ],
      [`first_response_time_p50?${MARCH}&by=office`]: [
        { office: 'berlin', value: near(minutes(30)), n: 1 },
        { office: 'pune', value: near(minutes(10)), n: 1 },
      ],
      [`tickets_opened?${MARCH}`]: { value: 5, n: 5 },
      [`tickets_opened?${MARCH}&by=channel`]: [
        { channel: 'phone', value: 3 },
        { channel: 'chat', value: 1 },
        { channel: 'email', value: 1 },
      ],
      [`tickets_resolved?${MARCH}`]: { value: 1, n: 1 },
      [`tickets_waiting?${MARCH}`]: { value: 2 },
      [`tickets_waiting?${MARCH}&by=channel`]: [
        { channel: 'chat', value: 1 },
        { channel: 'phone', value: 1 },
      ],
      'tickets_waiting?from=2026-02-01&to=2026-03-01': { value: 1 },
      'tickets_waiting?from=2026-03-01&to=2026-03-06&interval=day': [
        { start: '2026-03-01T00:00:00Z', value: 1 },
        { value: 0 },
        { value: 1 },
        { value: 2 },
        { start: '2026-03-05T00:00:00Z', value: 2 },
      ],
      // Of those still waiting when asked: since 3 March, 9 o'clock.
      [`oldest_waiting?${MARCH}`]: { value: days(43) + hours(3), n: 2 },
      [`oldest_waiting?${MARCH}&by=channel`]: [
        { channel: 'phone', value: days(43) + hours(3), n: 1 },
        { channel: 'chat', value: days(42) + hours(3), n: 1 },
      ],
    },
  },
  {
    name: 'percentiles of first responses are within 1 %',
    given: times(100, (n) => [
      ticketOpened(`T-${n}`, '2026-03-02T09:00Z', { priority: n <= 50 ? 'high' : 'low' }),
      responded(`T-${n}`, after('2026-03-02T09:00Z', n)),
    ]),
    expect: {
      [`first_response_time_mean?${MARCH}`]: { value: minutes(50.5), n: 100 },
      [`first_response_time_p50?${MARCH}`]: { value: near(minutes(50.5)), n: 100 },
      [`first_response_time_p90?${MARCH}`]: { value: near(minutes(90.1)), n: 100 },
      [`first_response_time_p95?${MARCH}`]: { value: near(minutes(95.05)), n: 100 },
      [`first_response_time_p90?${MARCH}&by=priority`]: [
        { priority: 'low', value: near(minutes(95)), n: 50 },
        { priority: 'high', value: near(minutes(45)), n: 50 },
      ],
    },
  },
  {
    name: 'within the target: exactly on it is within, unanswered past it is missed, unanswered within it is left out',
    given: [
      ticketOpened('after 10 minutes', '2026-03-02T09:00Z', { priority: 'high' }),
      responded('after 10 minutes', '2026-03-02T09:10Z'),
      ticketOpened('after an hour', '2026-03-02T09:00Z', { priority: 'high' }),
      responded('after an hour', '2026-03-02T10:00Z'),
      ticketOpened('after an hour and a second', '2026-03-02T09:00Z'),
      responded('after an hour and a second', '2026-03-02T10:00:01Z'),
      ticketOpened('never', '2026-03-02T09:00Z'),
      // Asked half an hour later.
      ticketOpened('just opened', '2026-04-15T11:30Z'),
    ],
    expect: {
      'first_response_within?from=2026-03-01&to=2026-05-01': {
        value: 0.5,
        n: 4,
        numerator: 2,
        denominator: 4,
      },
      'first_response_within?from=2026-03-01&to=2026-05-01&target=600': { value: 0.2, n: 5 },
      'first_response_within?from=2026-03-01&to=2026-05-01&target=599': { value: 0, n: 5 },
      'first_response_within?from=2026-03-01&to=2026-05-01&target=3601': { value: 0.75, n: 4 },
      'first_response_within?from=2026-03-01&to=2026-05-01&by=priority': [
        { priority: 'high', value: 1, n: 2 },
        { priority: '', value: 0, n: 2 },
      ],
      'first_response_within?from=2026-04-01&to=2026-05-01': NOTHING,
    },
  },
  {
    name: 'resolution is the last one that held; one touch is exactly one response',
    given: [
      ...['one touch', 'two touches', 'resolved again', 'reopened', 'untouched', 'removed'].map((id) =>
        ticketOpened(id, '2026-03-02T09:00Z', { rep_id: 'ann' }),
      ),
      responded('one touch', '2026-03-02T09:30Z'),
      responded('one touch', '2026-03-02T09:31Z', { visibility: 'internal' }),
      resolved('one touch', '2026-03-02T11:00Z'),
      responded('two touches', '2026-03-02T09:30Z'),
      responded('two touches', '2026-03-02T09:40Z'),
      resolved('two touches', '2026-03-02T13:00Z'),
      responded('resolved again', '2026-03-02T09:30Z'),
      resolved('resolved again', '2026-03-02T10:00Z'),
      ticketReopened('resolved again', '2026-03-03T09:00Z'),
      resolved('resolved again', '2026-03-04T09:00Z'),
      resolved('reopened', '2026-03-05T09:00Z'),
      ticketReopened('reopened', '2026-03-06T09:00Z'),
      resolved('untouched', '2026-03-02T10:00Z'),
      resolved('removed', '2026-03-02T10:00Z'),
      ticketRemoved('removed', '2026-03-07T09:00Z'),
    ],
    expect: {
      [`tickets_opened?${MARCH}`]: { value: 5 },
      [`tickets_resolved?${MARCH}`]: { value: 4, n: 4 },
      [`tickets_reopened?${MARCH}`]: { value: 2, n: 2 },
      // 2, 4, 48 and 1 hours.
      [`resolution_time_mean?${MARCH}`]: { value: hours(13.75), n: 4, numerator: hours(55), denominator: 4 },
      [`resolution_time_p50?${MARCH}`]: { value: near(hours(3)), n: 4 },
      [`resolution_time_p90?${MARCH}`]: { value: near(hours(34.8)), n: 4 },
      [`one_touch_rate?${MARCH}`]: { value: 0.5, n: 4, numerator: 2, denominator: 4 },
      [`one_touch_rate?${MARCH}&by=rep`]: [{ rep: 'ann', value: 0.5, n: 4 }],
      [`tickets_waiting?${MARCH}`]: { value: 1 },
    },
  },
  {
    name: 'a resolved ticket that a rule closes later was resolved once, and stays reopened once',
    given: [
      ticketOpened('closed by a rule', '2026-03-02T09:00Z'),
      resolved('closed by a rule', '2026-03-02T10:00Z'),
      resolved('closed by a rule', '2026-03-06T10:00Z'),
      ticketOpened('reopened twice', '2026-03-02T09:00Z'),
      resolved('reopened twice', '2026-03-02T12:00Z'),
      ticketReopened('reopened twice', '2026-03-03T09:00Z'),
      ticketReopened('reopened twice', '2026-03-04T09:00Z'),
      // A date without a time: resolved at midnight of the day on which it was opened.
      ticketOpened('of one day', '2026-03-05T09:00Z'),
      resolved('of one day', '2026-03-05T00:00Z'),
    ],
    expect: {
      'tickets_resolved?from=2026-03-02&to=2026-03-03': { value: 1 },
      'tickets_resolved?from=2026-03-06&to=2026-03-07': { value: 0 },
      [`tickets_reopened?${MARCH}`]: { value: 1 },
      // 1 hour and 0.
      [`resolution_time_mean?${MARCH}`]: { value: minutes(30), n: 2 },
    },
  },
  {
    name: 'who waits today changes no list of the past: a reopened ticket did not wait while it was resolved',
    given: [
      ticketOpened('reopened', '2026-03-02T09:00Z'),
      responded('reopened', '2026-03-02T09:01Z', { author: 'bot' }),
      resolved('reopened', '2026-03-02T09:05Z'),
      ticketReopened('reopened', '2026-03-05T14:00Z'),
      ticketOpened('resolved unanswered', '2026-03-02T09:00Z'),
      resolved('resolved unanswered', '2026-03-04T09:00Z'),
      // Answered before it was opened, by clocks that differ.
      ticketOpened('answered at once', '2026-03-02T09:00Z'),
      responded('answered at once', '2026-03-02T08:59Z'),
    ],
    expect: {
      'tickets_waiting?from=2026-03-02&to=2026-03-06&interval=day': [
        { value: 1 },
        { value: 1 },
        { value: 0 },
        { value: 1 },
      ],
      // Since it was reopened.
      [`oldest_waiting?${MARCH}`]: { value: days(40) + hours(22), n: 1 },
      [`first_response_time_mean?${MARCH}`]: { value: 0, n: 1 },
      // The one that was reopened is missed; the one resolved without an answer is left out.
      [`first_response_within?${MARCH}`]: { value: 0.5, n: 2 },
    },
  },
  {
    name: 'a handed-over ticket counts for whoever had it then, and its answer for whoever gave it',
    given: [
      rep('ann', 'munich', 'east', '2020-01-01T00:00Z'),
      rep('bob', 'berlin', 'west', '2020-01-01T00:00Z'),
      ticketOpened('from ann to bob', '2026-03-02T09:00Z', { rep_id: 'ann' }),
      responded('from ann to bob', '2026-03-02T09:30Z', { rep_id: 'ann' }),
      ticketAmended('from ann to bob', '2026-03-02T10:00Z', { rep_id: 'bob' }),
      resolved('from ann to bob', '2026-03-02T11:00Z'),
      // Handed on after it was resolved: nothing that was changes.
      ticketAmended('from ann to bob', '2026-03-09T10:00Z', { rep_id: 'cid' }),
      ticketOpened('resolved by cid', '2026-03-02T09:00Z', { rep_id: 'ann' }),
      responded('resolved by cid', '2026-03-02T09:10Z', { rep_id: 'bob' }),
      resolved('resolved by cid', '2026-03-02T12:00Z', { rep_id: 'cid' }),
      ticketOpened('waits', '2026-03-03T09:00Z', { rep_id: 'ann' }),
      // Said on Friday, true since Wednesday.
      ticketAmended('waits', '2026-03-06T09:00Z', { rep_id: 'bob', effective_at: '2026-03-04T09:00Z' }),
    ],
    expect: {
      [`tickets_opened?${MARCH}&by=rep`]: [{ rep: 'ann', value: 3 }],
      [`tickets_resolved?${MARCH}&by=rep`]: [
        { rep: 'bob', value: 1 },
        { rep: 'cid', value: 1 },
      ],
      [`resolution_time_mean?${MARCH}&by=office`]: [
        { office: '', value: hours(3), n: 1 },
        { office: 'berlin', value: hours(2), n: 1 },
      ],
      [`first_response_time_mean?${MARCH}&by=rep`]: [
        { rep: 'ann', value: minutes(30), n: 1 },
        { rep: 'bob', value: minutes(10), n: 1 },
      ],
      'tickets_waiting?from=2026-03-03&to=2026-03-04&by=rep': [{ rep: 'ann', value: 1 }],
      'tickets_waiting?from=2026-03-04&to=2026-03-05&by=rep': [{ rep: 'bob', value: 1 }],
    },
  },
  {
    name: 'one reply is one, however often it is told, as it was told last',
    given: [
      ticketOpened('told twice', '2026-03-02T09:00Z'),
      responded('told twice', '2026-03-02T09:10:00.350Z'),
      responded('told twice', '2026-03-02T09:10Z', { rep_id: 'ann' }),
      resolved('told twice', '2026-03-02T10:00Z'),
      ticketOpened('made private', '2026-03-02T09:00Z'),
      responded('made private', '2026-03-02T09:20Z', { response_id: '71' }),
      responded('made private', '2026-03-02T09:21Z', {
        response_id: '71',
        responded_at: '2026-03-02T09:20Z',
        visibility: 'internal',
      }),
      responded('made private', '2026-03-02T13:00Z', { response_id: '80' }),
      resolved('made private', '2026-03-02T14:00Z'),
      ticketOpened('taken back', '2026-03-02T09:00Z'),
      responded('taken back', '2026-03-02T09:30Z', { response_id: '72' }),
      responseRemoved('taken back', '2026-03-02T09:31Z', '72'),
      // An agent opened it by a public message, which is no answer.
      ticketOpened('by an agent', '2026-03-02T09:00Z', { opened_by: 'agent' }),
      responded('by an agent', '2026-03-02T09:00Z'),
      responded('by an agent', '2026-03-02T11:00Z'),
      ticketOpened('merged', '2026-03-02T09:00Z'),
      responded('merged', '2026-03-02T09:01Z'),
      ticketRemoved('merged', '2026-03-02T10:00Z', { merged_into: 'told twice' }),
      // Neither a channel nor a priority any more.
      ticketAmended('by an agent', '2026-03-03T09:00Z', { cleared: ['channel', 'priority'] }),
    ],
    expect: {
      // 10 minutes, 4 hours and 2 hours.
      [`first_response_time_mean?${MARCH}`]: { n: 3, numerator: minutes(370) },
      [`one_touch_rate?${MARCH}`]: { value: 1, n: 2 },
      [`tickets_waiting?${MARCH}`]: { value: 1 },
      [`tickets_opened?${MARCH}&by=channel`]: [
        { channel: 'phone', value: 3 },
        { channel: '', value: 1 },
      ],
    },
  },
  {
    name: 'without tickets there is nothing to divide by',
    given: [ticketOpened('T-1', '2026-04-15T11:59Z')],
    expect: {
      [`tickets_opened?${MARCH}`]: { value: 0, n: 0 },
      [`tickets_waiting?${MARCH}`]: { value: 0, n: 0 },
      [`oldest_waiting?${MARCH}`]: NOTHING,
      [`first_response_time_mean?${MARCH}`]: { ...NOTHING, numerator: 0, denominator: 0 },
      [`first_response_time_p95?${MARCH}`]: NOTHING,
      [`first_response_within?${MARCH}`]: { ...NOTHING, numerator: 0, denominator: 0 },
      [`resolution_time_p50?${MARCH}`]: NOTHING,
      [`one_touch_rate?${MARCH}`]: NOTHING,
    },
  },
];
