import {
  activity,
  activityAmended,
  activityRemoved,
  call,
  hoursOf,
  office,
  rep,
  schedule,
  times,
} from '../given.js';
import { MARCH, type Scenario } from '../scenario.js';

const ONE_EACH = [
  'email_sent',
  'email_request',
  'web_request',
  'meeting',
  'demo',
  'proposal',
  'catalogue_mailed',
  'referral',
  'note',
];

export const activities: readonly Scenario[] = [
  {
    name: 'What a team puts in, by kind: each kind is a number of its own, and a note is only an activity',
    given: [
      rep('ann', 'berlin', 'hunters'),
      ...ONE_EACH.map((kind) => activity(kind, '2026-03-02T09:00Z', kind, 'ann')),
      ...times(3, (n) => activity(`mail ${n}`, `2026-03-03T0${n}:00Z`, 'email_sent')),
      activity('in April', '2026-04-01T00:00Z', 'email_sent', 'ann'),
    ],
    expect: {
      [`activities?${MARCH}`]: { value: 12, n: 12 },
      [`activities?${MARCH}&by=office`]: [
        { office: 'berlin', value: 9 },
        { office: '', value: 3 },
      ],
      [`activities?${MARCH}&filter=kind:note`]: { value: 1 },
      [`activity_mix?${MARCH}&by=kind&filter=office:berlin|`]: [
        { kind: 'email_sent', value: 4 / 12, n: 12, numerator: 4, denominator: 12 },
        ...ONE_EACH.filter((kind) => kind !== 'email_sent')
          .toSorted()
          .map((kind) => ({ kind, value: 1 / 12, n: 12 })),
      ],
      [`activity_mix?${MARCH}&by=office&filter=kind:email_sent`]: [
        { office: '', value: 1, n: 3 },
        { office: 'berlin', value: 1 / 9, n: 9 },
      ],
      [`activity_mix?${MARCH}&by=office,kind&filter=kind:demo`]: [
        { office: 'berlin', kind: 'demo', value: 1 / 9 },
      ],
      [`activity_mix?${MARCH}`]: { value: 1, n: 12 },
      // Nothing of much is a share of 0, in each day and of each office; but no kind by itself.
      [`activity_mix?${MARCH}&filter=kind:workshop`]: { value: 0, n: 12, numerator: 0, denominator: 12 },
      'activity_mix?from=2026-03-02&to=2026-03-05&interval=day&filter=kind:workshop': [
        { value: 0, n: 9 },
        { value: 0, n: 3 },
        { value: null, n: 0 },
      ],
      [`activity_mix?${MARCH}&by=rep&filter=kind:workshop&zeros=true`]: [
        { rep: '', value: 0, n: 3 },
        { rep: 'ann', value: 0, n: 9 },
      ],
      [`activity_mix?${MARCH}&by=kind&filter=kind:workshop`]: [],
      [`emails_sent?${MARCH}`]: { value: 4, n: 4 },
      [`email_requests?${MARCH}`]: { value: 1 },
      [`web_requests?${MARCH}`]: { value: 1 },
      [`meetings?${MARCH}`]: { value: 1 },
      [`demos?${MARCH}`]: { value: 1 },
      [`proposals?${MARCH}`]: { value: 1 },
      [`catalogues_mailed?${MARCH}`]: { value: 1 },
      [`referrals?${MARCH}`]: { value: 1 },
    },
  },
  {
    name: 'A workshop counts its prospects; what was logged as something else is put right, and what never was is gone',
    given: [
      activity('full house', '2026-03-02T09:00Z', 'workshop', null, { quantity: 24 }),
      activity('of nobody knows how many', '2026-03-03T09:00Z', 'workshop'),
      activity('counted wrongly', '2026-03-03T10:00Z', 'workshop', null, { quantity: 70 }),
      activityAmended('counted wrongly', '2026-03-03T10:00Z', '2026-03-09T09:00Z', {
        cleared: ['quantity'],
      }),
      activity('was a meeting', '2026-03-04T09:00Z', 'workshop', null, { quantity: 5 }),
      activityAmended('was a meeting', '2026-03-04T09:00Z', '2026-03-09T09:00Z', { kind: 'meeting' }),
      activity('never was', '2026-03-05T09:00Z', 'workshop', null, { quantity: 100 }),
      activityRemoved('never was', '2026-03-05T09:00Z', '2026-03-06T09:00Z'),
    ],
    expect: {
      [`workshop_prospects?${MARCH}`]: { value: 26, n: 26 },
      [`meetings?${MARCH}`]: { value: 1 },
      [`activities?${MARCH}`]: { value: 4 },
    },
  },
  {
    name: 'contacts are counted by the working day: by the hours of the office, of everybody, or from Monday to Friday',
    given: [
      office('berlin', 'Europe/Berlin'),
      rep('ann', 'berlin', 'hunters'),
      rep('bob', 'paris', 'hunters'),
      schedule('default', 'UTC', ['09:00-17:00']),
      // Three days a week, of which one is a holiday; from the second week on two.
      schedule('berlin', 'Europe/Berlin', [], {
        hours: hoursOf(['monday', 'tuesday', 'wednesday'], ['09:00-12:00', '13:00-17:00']),
        holidays: ['2026-03-03'],
      }),
      schedule(
        'berlin',
        'Europe/Berlin',
        [],
        { hours: hoursOf(['monday', 'tuesday'], ['09:00-17:00']), effective_from: '2026-03-08T23:00Z' },
        '2026-03-01T09:00Z',
      ),
      ...times(6, (n) => call(`C-${n}`, `2026-03-0${n + 1}T09:00Z`, 'ann', 60)),
      call('nobody there', '2026-03-02T10:00Z', 'ann', 0, { outcome: 'no_answer' }),
      activity('mail', '2026-03-02T11:00Z', 'email_sent', 'ann'),
      activity('meeting', '2026-03-03T11:00Z', 'meeting', 'ann'),
      activity('demo', '2026-03-10T11:00Z', 'demo', 'bob'),
      activity('note', '2026-03-10T11:00Z', 'note', 'bob'),
    ],
    expect: {
      // Of berlin 2 and 9 days (of two weeks 2 and 4), of paris 22.
      'contacts_per_day?from=2026-03-01&to=2026-03-16&by=rep': [
        { rep: 'ann', value: 8 / 4, n: 4, numerator: 8, denominator: 4 },
        { rep: 'bob', value: 1 / 10, n: 10 },
      ],
      'contacts_per_day?from=2026-03-02&to=2026-03-16&interval=week&filter=office:berlin&tz=office': [
        { value: 4, n: 2 },
        { value: 0, n: 2 },
      ],
      'contacts_per_day?from=2026-03-01&to=2026-03-16': { value: 9 / 10, n: 10 },
      'contacts_per_day?from=2026-03-07&to=2026-03-08': { value: null, n: 0, numerator: 1 },
      // Asked on Wednesday, the fifteenth of April.
      'contacts_per_day?from=2026-04-13&to=2026-04-18': { n: 3 },
    },
  },
];
