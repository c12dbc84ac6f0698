import {
  after,
  rep,
  resolved,
  responded,
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
