import { activity, activityAmended, activityRemoved, rep, times } from '../given.js';
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
];
