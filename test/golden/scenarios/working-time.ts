import {
  hoursOf,
  office,
  rep,
  resolved,
  responded,
  schedule,
  ticketAmended,
  ticketOpened,
  ticketPaused,
  ticketReopened,
  ticketResumed,
} from '../given.js';
import { hours, MARCH, minutes, NOTHING, near, type Scenario } from '../scenario.js';

const OFFICE_HOURS = ['09:00-17:00'];
const EVERY_DAY = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const ALWAYS = { hours: hoursOf(EVERY_DAY, ['00:00-24:00']) };
const RESPONSE = 'first_response_time_business_mean';
const APRIL = 'from=2026-04-01&to=2026-05-01';
const WITHIN = 'first_response_within_business';
const RESOLUTION = 'resolution_time_business_mean';

export const workingTime: readonly Scenario[] = [
  {
    name: 'a weekend is no working time, and what is asked and answered in it takes none',
    given: [
      schedule('default', 'Europe/Berlin', OFFICE_HOURS),
      ticketOpened('over the weekend', '2026-03-06T16:50+01:00'),
      responded('over the weekend', '2026-03-09T09:10+01:00'),
      ticketOpened('on Sunday', '2026-03-08T10:00+01:00'),
      responded('on Sunday', '2026-03-08T20:00+01:00'),
    ],
    expect: {
      [`${RESPONSE}?${MARCH}`]: { value: minutes(10), n: 2, numerator: minutes(20), denominator: 2 },
      [`${WITHIN}?${MARCH}&target=1200`]: { value: 1, n: 2 },
      [`${WITHIN}?${MARCH}&target=1199`]: { value: 0.5, n: 2 },
      [`first_response_time_business_p95?${MARCH}`]: { value: near(minutes(19)), n: 2 },
      [`first_response_time_mean?${MARCH}`]: { n: 2, numerator: hours(64) + minutes(20) + hours(10) },
    },
  },
  {
    name: 'breaks and holidays are no working time, in the zone of the schedule, also if a holiday is told later',
    given: [
      schedule('default', 'Asia/Kolkata', ['08:00-13:00', '14:00-18:00']),
      ticketOpened('on Saturday', '2026-03-07T06:00Z'),
      responded('on Saturday', '2026-03-09T04:30Z'),
      ticketOpened('before the holiday', '2026-03-09T12:00Z'),
      responded('before the holiday', '2026-03-11T03:30Z'),
      ticketOpened('on the holiday', '2026-03-10T05:00Z'),
      responded('on the holiday', '2026-03-10T06:00Z'),
      schedule(
        'default',
        'Asia/Kolkata',
        ['08:00-13:00', '14:00-18:00'],
        { holidays: ['2026-03-10'] },
        '2026-03-12T00:00Z',
      ),
    ],
    // 2 h, half an hour and an hour, and none.
    expect: { [`${RESPONSE}?${MARCH}`]: { n: 3, numerator: hours(3.5) } },
  },
  {
    name: 'a ticket goes by the schedule that it names, else by that of its office, else by the one of everybody',
    given: [
      rep('ann', 'kathmandu', 'care'),
      rep('bob', 'oslo', 'care'),
      schedule('default', 'UTC', OFFICE_HOURS),
      schedule('kathmandu', 'Asia/Kathmandu', OFFICE_HOURS),
      schedule('always', 'UTC', [], ALWAYS),
      schedule('closed', 'UTC', [], { hours: null }),
      // From 11:30 to 12:30 in Kathmandu, which is before anybody works by UTC.
      ticketOpened('of the office', '2026-03-02T05:45Z', { rep_id: 'ann' }),
      responded('of the office', '2026-03-02T06:45Z'),
      ticketOpened('of everybody', '2026-03-02T08:00Z', { rep_id: 'bob' }),
      responded('of everybody', '2026-03-02T09:30Z'),
      ticketOpened('of its own', '2026-03-02T03:00Z', { rep_id: 'bob', schedule_id: 'always' }),
      responded('of its own', '2026-03-02T05:00Z'),
      ticketOpened('of nobody knows', '2026-03-03T08:00Z', { rep_id: 'bob', schedule_id: 'unheard of' }),
      responded('of nobody knows', '2026-03-03T09:45Z'),
      ticketOpened('said later', '2026-03-04T03:00Z', { rep_id: 'ann' }),
      responded('said later', '2026-03-04T03:20Z'),
      ticketAmended('said later', '2026-03-05T03:00Z', { schedule_id: 'always' }),
      ticketOpened('of nobody at work', '2026-03-05T10:00Z', { rep_id: 'bob', schedule_id: 'closed' }),
      responded('of nobody at work', '2026-03-05T11:00Z'),
    ],
    expect: {
      [`${RESPONSE}?${MARCH}&by=office`]: [
        // 30 minutes, two hours, and 45 minutes.
        { office: 'oslo', n: 3, numerator: minutes(195) },
        // An hour, and 20 minutes.
        { office: 'kathmandu', n: 2, numerator: minutes(80) },
      ],
    },
  },
  {
    name: 'clocks that change take an hour from work or give one, and nothing to office hours',
    given: [
      schedule('berlin', 'Europe/Berlin', [], ALWAYS),
      schedule('new york', 'America/New_York', OFFICE_HOURS),
      ticketOpened('short night', '2026-03-28T00:00+01:00', { schedule_id: 'berlin' }),
      responded('short night', '2026-03-30T00:00+02:00'),
      ticketOpened('over the change', '2026-03-06T16:00-05:00', { schedule_id: 'new york' }),
      responded('over the change', '2026-03-09T10:00-04:00'),
      ticketOpened('long night', '2025-10-25T00:00+02:00', { schedule_id: 'berlin' }),
      responded('long night', '2025-10-27T00:00+01:00'),
    ],
    expect: {
      [`${RESPONSE}?${MARCH}`]: { n: 2, numerator: hours(47 + 2) },
      [`${RESPONSE}?from=2025-10-01&to=2025-11-01`]: { value: hours(49), n: 1 },
    },
  },
  {
    name: 'an office that gets hours of its own changes nothing of what was before, whatever was said first',
    given: [
      rep('ann', 'oslo', 'care'),
      schedule('default', 'UTC', OFFICE_HOURS),
      ticketOpened('before', '2026-03-02T16:00Z', { rep_id: 'ann' }),
      responded('before', '2026-03-03T10:00Z'),
      ticketOpened('after', '2026-03-16T16:00Z', { rep_id: 'ann' }),
      responded('after', '2026-03-17T10:00Z'),
      schedule('oslo', 'UTC', ['16:00-18:00'], { effective_from: '2026-03-10T00:00Z' }, '2026-03-20T00:00Z'),
    ],
    // An hour on either day by those of everybody; two hours by those of Oslo.
    expect: { [`${RESPONSE}?${MARCH}`]: { n: 2, numerator: hours(2 + 2) } },
  },
  {
    name: 'new hours hold for tickets opened from then on, and shifts go on over midnight',
    given: [
      schedule('default', 'UTC', OFFICE_HOURS),
      schedule(
        'default',
        'UTC',
        ['22:00-06:00'],
        { effective_from: '2026-03-11T00:00Z' },
        '2026-03-10T00:00Z',
      ),
      ticketOpened('by the old ones', '2026-03-10T16:00Z'),
      responded('by the old ones', '2026-03-12T10:00Z'),
      ticketOpened('by the new ones', '2026-03-11T12:00Z'),
      responded('by the new ones', '2026-03-12T10:00Z'),
    ],
    // An hour of Tuesday, eight of Wednesday and one of Thursday; and the night of Wednesday.
    expect: { [`${RESPONSE}?${MARCH}`]: { n: 2, numerator: hours(10 + 8) } },
  },
  {
    name: 'a pause takes off the working time in it alone',
    given: [
      rep('ann', 'oslo', 'care'),
      schedule('default', 'UTC', OFFICE_HOURS),
      ticketOpened('paused at night', '2026-03-02T09:00Z', { rep_id: 'ann' }),
      ticketPaused('paused at night', '2026-03-02T17:00Z'),
      ticketResumed('paused at night', '2026-03-03T09:00Z'),
      resolved('paused at night', '2026-03-03T10:00Z'),
      ticketOpened('paused twice', '2026-03-04T09:00Z', { rep_id: 'ann' }),
      ticketPaused('paused twice', '2026-03-04T10:00Z'),
      ticketPaused('paused twice', '2026-03-04T11:00Z'),
      ticketResumed('paused twice', '2026-03-04T12:00Z'),
      ticketPaused('paused twice', '2026-03-04T16:30Z'),
      responded('paused twice', '2026-03-05T09:30Z'),
      resolved('paused twice', '2026-03-06T12:00Z'),
      ticketOpened('reopened', '2026-03-09T09:00Z', { rep_id: 'ann' }),
      resolved('reopened', '2026-03-09T10:00Z'),
      ticketReopened('reopened', '2026-03-09T11:00Z'),
      resolved('reopened', '2026-03-09T12:30Z'),
      ticketOpened('long before', '2026-03-12T12:00Z', { rep_id: 'ann' }),
      resolved('long before', '2026-03-10T12:00Z'),
    ],
    expect: {
      // 9 h; an hour and four and a half, and nothing after; three and a half.
      [`${RESOLUTION}?${MARCH}`]: { n: 3, numerator: hours(9 + 5.5 + 3.5) },
      [`resolution_time_business_p90?${MARCH}&by=rep`]: [{ rep: 'ann', value: near(hours(8.3)), n: 3 }],
      // Whoever waits for a first response waits, paused or not: 8 h and half an hour.
      [`${RESPONSE}?${MARCH}`]: { value: hours(8.5), n: 1 },
    },
  },
  {
    name: 'an unanswered ticket is missed once more than the target was worked since it was opened',
    // Asked on Wednesday, 15 April, at noon.
    given: [
      office('berlin', 'Europe/Berlin'),
      rep('ann', 'berlin', 'service'),
      schedule('default', 'UTC', ['08:00-12:00', '13:00-17:00'], { holidays: ['2026-04-13'] }),
      schedule('berlin', 'Europe/Berlin', OFFICE_HOURS),
      // A second version of it, without a word on what was opened before.
      schedule('berlin', 'Europe/Berlin', ['09:00-11:00'], { effective_from: '2026-04-15T00:00+02:00' }),
      schedule('around the clock', 'UTC', [], ALWAYS),
      schedule('closed', 'UTC', [], { hours: null }),
      // Of Friday ten minutes, of Monday nothing, of Tuesday eight hours, of Wednesday four.
      ticketOpened('over a weekend and a holiday', '2026-04-10T16:50Z'),
      // Four hours on either day.
      ticketOpened('at lunch', '2026-04-14T12:30Z'),
      // An hour and a half, eight and five.
      ticketOpened('in Berlin', '2026-04-13T15:30+02:00', { rep_id: 'ann' }),
      // Two hours, since it goes by the later version.
      ticketOpened('in Berlin today', '2026-04-15T08:00+02:00', { rep_id: 'ann' }),
      // Fourteen hours.
      ticketOpened('by night', '2026-04-14T22:00Z', { rep_id: 'ann', schedule_id: 'around the clock' }),
      // An hour, by that of everybody.
      ticketOpened('by no schedule that there is', '2026-04-15T11:00Z', { schedule_id: 'unknown' }),
      // By one without hours there is no working time.
      ticketOpened('never worked on', '2026-04-01T09:00Z', { schedule_id: 'closed' }),
      ticketOpened('resolved without an answer', '2026-04-13T09:00Z'),
      resolved('resolved without an answer', '2026-04-15T09:00Z'),
      ticketOpened('answered in time', '2026-04-13T09:00Z', { rep_id: 'ann' }),
      responded('answered in time', '2026-04-13T09:30Z'),
    ],
    expect: {
      [`${WITHIN}?${APRIL}&target=43800`]: { value: 1 / 3, n: 3, numerator: 1, denominator: 3 },
      [`${WITHIN}?${APRIL}&target=43799`]: { value: 0.25, n: 4 },
      [`${WITHIN}?${APRIL}&target=28800`]: { value: 0.25, n: 4 },
      [`${WITHIN}?${APRIL}&target=28799`]: { value: 0.2, n: 5 },
      [`${WITHIN}?${APRIL}&target=7200`]: { value: 0.2, n: 5 },
      [`${WITHIN}?${APRIL}&target=7199`]: { value: 1 / 6, n: 6 },
      [`${WITHIN}?${APRIL}`]: { value: 1 / 6, n: 6 },
      [`${WITHIN}?${APRIL}&target=3599`]: { value: 1 / 7, n: 7 },
      [`${WITHIN}?${APRIL}&by=schedule`]: [
        { schedule: '', value: 0.2, n: 5 },
        { schedule: 'around the clock', value: 0, n: 1 },
      ],
      [`${WITHIN}?${APRIL}&by=office&filter=office:berlin`]: [{ office: 'berlin', value: 0.25, n: 4 }],
    },
  },
  {
    name: 'without a schedule there is no working time',
    given: [
      ticketOpened('T-1', '2026-03-02T09:00Z'),
      responded('T-1', '2026-03-02T10:00Z'),
      resolved('T-1', '2026-03-02T11:00Z'),
    ],
    expect: {
      [`${RESPONSE}?${MARCH}`]: NOTHING,
      [`${WITHIN}?${MARCH}`]: NOTHING,
      [`first_response_time_business_p50?${MARCH}`]: NOTHING,
      [`first_response_time_business_p90?${MARCH}`]: NOTHING,
      [`${RESOLUTION}?${MARCH}`]: NOTHING,
      [`resolution_time_business_p50?${MARCH}`]: NOTHING,
    },
  },
];
