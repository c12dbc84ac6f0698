import {
  accountCreated,
  becameCustomer,
  call,
  churned,
  dealWon,
  office,
  rep,
  responded,
  ticketOpened,
} from '../given.js';
import { hours, MARCH, minutes, near, type Scenario } from '../scenario.js';

const OWN_MONDAY = 'from=2026-03-02&to=2026-03-03&tz=office';

/** What people mean by a day, a week and everybody. */
export const calendars: readonly Scenario[] = [
  {
    name: 'a day of a board of all offices is the day of each',
    given: [
      office('sf', 'America/Los_Angeles'),
      office('munich', 'Europe/Berlin'),
      rep('sue', 'sf', 'west'),
      rep('max', 'munich', 'south'),
      call('Monday afternoon in San Francisco', '2026-03-02T23:30Z', 'sue', 60),
      call('and after midnight in London', '2026-03-03T00:30Z', 'sue', 120),
      call('Tuesday in Munich, Monday in London', '2026-03-02T23:15Z', 'max', 180),
      call('Monday in Munich, Sunday in London', '2026-03-01T23:15Z', 'max', 240),
      call('of nobody, by UTC', '2026-03-02T00:00Z', null, 300),
      call('of nobody, on Tuesday', '2026-03-03T00:00Z', null, 300),
    ],
    expect: {
      [`calls?${OWN_MONDAY}&by=office`]: [
        { office: 'sf', value: 2 },
        { office: '', value: 1 },
        { office: 'munich', value: 1 },
      ],
      [`calls?${OWN_MONDAY}`]: { value: 4, n: 4 },
      [`calls?${OWN_MONDAY}&filter=office:sf|munich`]: { value: 3 },
      // 1, 2, 4 and 5 minutes.
      [`call_duration_p50?${OWN_MONDAY}`]: { value: near(minutes(3)), n: 4 },
      'calls?from=2026-03-02&to=2026-03-04&tz=office&interval=day': [
        { start: '2026-03-02', value: 4 },
        { start: '2026-03-03', value: 2 },
      ],
      'calls?from=2026-03-02&to=2026-03-04&tz=office&interval=day&by=office&filter=office:munich': [
        { start: '2026-03-02', office: 'munich', value: 1 },
        { start: '2026-03-03', office: 'munich', value: 1 },
      ],
      // Asked at noon of UTC, early morning in San Francisco, of 15 April.
      'calls?period=last_month&tz=office': { value: 6 },
    },
  },
  {
    name: 'stocks and cohorts of all offices are those at the start and the end of each day',
    given: [
      office('sf', 'America/Los_Angeles'),
      rep('sue', 'sf', 'west'),
      accountCreated('since Sunday evening', '2026-03-01T09:00Z', { rep_id: 'sue' }),
      accountCreated('since Monday', '2026-03-01T09:00Z', { rep_id: 'sue' }),
      becameCustomer('since Sunday evening', '2026-03-02T07:00Z'),
      churned('since Sunday evening', '2026-03-03T07:00Z'),
      becameCustomer('since Monday', '2026-03-02T09:00Z'),
      churned('since Monday', '2026-03-02T20:00Z'),
    ],
    expect: {
      [`customers_at_start?${OWN_MONDAY}`]: { value: 1 },
      [`customers_at_end?${OWN_MONDAY}`]: { value: 0 },
      // Both left, but only one of them was there when Monday began in San Francisco.
      [`churn_rate?${OWN_MONDAY}`]: { value: 1, n: 1 },
      'churn_rate?from=2026-03-02&to=2026-03-03': { value: null, n: 0 },
    },
  },
  {
    name: 'who did nothing has a row when zeros are asked for',
    given: [
      office('munich', 'Europe/Berlin'),
      office('empty', 'UTC'),
      rep('ann', 'munich', 'hunters'),
      rep('bob', 'munich', 'farmers'),
      rep('came in April', 'munich', 'hunters', '2026-04-01T00:00Z'),
      rep('moved', 'munich', 'hunters'),
      rep('moved', 'pune', 'farmers', '2026-03-01T00:00Z'),
      call('C-1', '2026-03-02T09:00Z', 'ann', 60),
      call('C-2', '2026-03-02T10:00Z', 'ann', 60),
      dealWon('D-1', '2026-03-05T10:00Z', 100),
      ticketOpened('T-1', '2026-03-05T10:00Z', { rep_id: 'ann' }),
      responded('T-1', '2026-03-05T12:00Z', { rep_id: 'ann' }),
    ],
    expect: {
      [`calls?${MARCH}&by=rep`]: [{ rep: 'ann', value: 2 }],
      [`calls?${MARCH}&by=rep&zeros=true`]: [
        { rep: 'ann', value: 2 },
        { rep: 'bob', value: 0, n: 0 },
        { rep: 'moved', value: 0, n: 0 },
      ],
      [`calls?${MARCH}&by=rep&zeros=true&filter=office:munich&filter=direction:inbound`]: [
        { rep: 'ann', value: 0 },
        { rep: 'bob', value: 0 },
      ],
      [`calls?${MARCH}&by=office&zeros=true`]: [
        { office: 'munich', value: 2 },
        { office: 'empty', value: 0 },
        { office: 'pune', value: 0 },
      ],
      [`calls?${MARCH}&by=team&zeros=true`]: [
        { team: 'hunters', value: 2 },
        { team: 'farmers', value: 0 },
      ],
      [`first_response_time_mean?${MARCH}&by=rep&zeros=true`]: [
        { rep: 'ann', value: hours(2), n: 1 },
        { rep: 'bob', value: null, n: 0 },
        { rep: 'moved', value: null, n: 0 },
      ],
      [`revenue_won?${MARCH}&by=rep&zeros=true`]: [
        { rep: '', currency: 'EUR', value: '100', n: 1 },
        { rep: 'ann', currency: 'EUR', value: '0', n: 0 },
        { rep: 'bob', currency: 'EUR', value: '0', n: 0 },
        { rep: 'moved', currency: 'EUR', value: '0', n: 0 },
      ],
    },
  },
  {
    name: 'weeks begin on the day that the question says, and what is between separators is found',
    given: [
      call('Saturday', '2026-03-07T12:00Z', 'a|b', 60),
      call('Sunday', '2026-03-08T12:00Z', 'a', 60),
      call('Saturday after', '2026-03-14T12:00Z', 'c\\d', 60),
    ],
    expect: {
      'calls?from=2026-03-01&to=2026-03-15&interval=week&week_starts=sunday': [
        { start: '2026-03-01T00:00:00Z', value: 1 },
        { start: '2026-03-08T00:00:00Z', value: 2 },
      ],
      'calls?from=2026-03-02&to=2026-03-16&interval=week': [
        { start: '2026-03-02T00:00:00Z', value: 2 },
        { start: '2026-03-09T00:00:00Z', value: 1 },
      ],
      [`calls?${MARCH}&filter=rep:a|b`]: { value: 1 },
      [`calls?${MARCH}&filter=rep:a%5C%7Cb|a`]: { value: 2 },
      [`calls?${MARCH}&filter=rep:c%5C%5Cd`]: { value: 1 },
    },
  },
];
