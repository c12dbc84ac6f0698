import * as given from '../given.js';
import { MARCH, minutes, near, type Scenario } from '../scenario.js';

const { leadCreated: lead, leadContacted: contacted, leadConverted: converted, times } = given;

export const leads: readonly Scenario[] = [
  {
    name: 'Leads by source: of four that came in in March two are converted, one of them in April; one conversion is of a lead of February',
    given: [
      given.rep('ann', 'berlin', 'hunters'),
      lead('of February', '2026-02-20T09:00Z', { lead_source: 'fair' }),
      converted('of February', '2026-03-05T09:00Z'),
      ...times(2, (n) => lead(`web ${n}`, `2026-03-0${n}T09:00Z`, { lead_source: 'web', rep_id: 'ann' })),
      lead('referred', '2026-03-03T09:00Z', { lead_source: 'referral', segment: 'small', region: 'south' }),
      lead('of a campaign', '2026-03-04T09:00Z', { campaign_id: 'spring' }),
      given.leadQualified('web 1', '2026-03-06T09:00Z'),
      given.leadQualified('referred', '2026-04-02T09:00Z'),
      given.leadQualified('of February', '2026-03-01T09:00Z'),
      converted('web 1', '2026-03-10T09:00Z', { deal_id: 'D-1', account_id: 'A-1' }),
      converted('referred', '2026-04-03T09:00Z'),
      given.leadDisqualified('web 2', '2026-03-11T09:00Z', 'no budget'),
    ],
    expect: {
      [`leads_created?${MARCH}`]: { value: 4, n: 4 },
      [`leads_created?${MARCH}&by=lead_source`]: [
        { lead_source: 'web', value: 2 },
        { lead_source: '', value: 1 },
        { lead_source: 'referral', value: 1 },
      ],
      [`leads_created?${MARCH}&by=office`]: [
        { office: '', value: 2 },
        { office: 'berlin', value: 2 },
      ],
      [`leads_created?${MARCH}&filter=campaign:spring`]: { value: 1 },
      [`leads_created?${MARCH}&filter=segment:small&filter=region:south`]: { value: 1 },
      [`leads_qualified?${MARCH}`]: { value: 2, n: 2 },
      [`leads_converted?${MARCH}`]: { value: 2, n: 2 },
      [`leads_disqualified?${MARCH}&by=reason`]: [{ reason: 'no budget', value: 1 }],
      [`lead_conversion_rate?${MARCH}`]: { value: 0.5, n: 4, numerator: 2, denominator: 4 },
      [`lead_conversion_rate?${MARCH}&by=rep`]: [
        { rep: '', value: 0.5, n: 2 },
        { rep: 'ann', value: 0.5, n: 2 },
      ],
      [`lead_conversion_rate_as_of_close?${MARCH}`]: { value: 0.5, n: 4, numerator: 2, denominator: 4 },
      'lead_conversion_rate?from=2026-02-01&to=2026-03-01': { value: 1, n: 1 },
      'lead_conversion_rate_as_of_close?from=2026-02-01&to=2026-03-01': { value: 0, n: 1 },
      'lead_conversion_rate_as_of_close?from=2026-04-01&to=2026-05-01': { value: null, n: 0, numerator: 1 },
      [`lead_qualification_rate?${MARCH}`]: { value: 0.5, n: 4, numerator: 2, denominator: 4 },
    },
  },
  {
    name: 'A lead that is disqualified after it was converted is no conversion; one that is taken up again is neither; merged and removed ones are none',
    given: [
      lead('fell through', '2026-03-02T09:00Z'),
      converted('fell through', '2026-03-03T09:00Z'),
      given.leadDisqualified('fell through', '2026-03-04T09:00Z', 'was a student'),
      lead('second thoughts', '2026-03-02T09:00Z'),
      given.leadDisqualified('second thoughts', '2026-03-03T09:00Z', 'price'),
      converted('second thoughts', '2026-03-09T09:00Z'),
      lead('taken up again', '2026-03-02T09:00Z'),
      given.leadDisqualified('taken up again', '2026-03-03T09:00Z', 'price'),
      given.leadReopened('taken up again', '2026-03-20T09:00Z'),
      lead('given up twice', '2026-03-02T09:00Z'),
      given.leadDisqualified('given up twice', '2026-03-03T09:00Z', 'price'),
      given.leadReopened('given up twice', '2026-03-04T09:00Z'),
      given.leadDisqualified('given up twice', '2026-03-05T09:00Z'),
      lead('twice in the CRM', '2026-03-02T09:00Z'),
      converted('twice in the CRM', '2026-03-03T09:00Z'),
      given.leadRemoved('twice in the CRM', '2026-03-05T09:00Z', { merged_into: 'second thoughts' }),
    ],
    expect: {
      [`leads_created?${MARCH}`]: { value: 4 },
      [`leads_converted?${MARCH}`]: { value: 1 },
      [`leads_disqualified?${MARCH}&by=reason`]: [
        { reason: '', value: 1 },
        { reason: 'was a student', value: 1 },
      ],
      [`lead_conversion_rate?${MARCH}`]: { value: 0.25, n: 4, numerator: 1 },
    },
  },
  {
    name: 'Follow-up is the time to the first contact, credited to who made it: 0, 10, 20 and 90 minutes; a lead whom nobody called is in the contact rate alone',
    given: [
      given.rep('ann', 'berlin', 'hunters'),
      given.rep('bob', 'berlin', 'farmers'),
      lead('at once', '2026-03-02T09:00Z', { rep_id: 'ann' }),
      // The clock of the phone is behind.
      contacted('at once', '2026-03-02T08:58Z'),
      lead('soon', '2026-03-02T09:00Z', { rep_id: 'ann' }),
      contacted('soon', '2026-03-02T09:10Z'),
      contacted('soon', '2026-03-05T09:00Z', 'bob'),
      lead('by another', '2026-03-02T09:00Z', { rep_id: 'ann' }),
      contacted('by another', '2026-03-02T09:20Z', 'bob'),
      lead('put right', '2026-03-02T09:00Z', { rep_id: 'ann' }),
      contacted('put right', '2026-03-02T09:05Z', 'ann', { contact_id: 'wrong lead' }),
      given.leadContactRemoved('put right', '2026-03-02T12:00Z', 'wrong lead'),
      contacted('put right', '2026-03-02T10:00Z', 'ann', { contact_id: 'K' }),
      { ...contacted('put right', '2026-03-02T10:30Z', 'ann', { contact_id: 'K' }), at: '2026-03-03T09:00Z' },
      lead('forgotten', '2026-03-02T09:00Z', { rep_id: 'ann' }),
    ],
    expect: {
      // 0 + 10 + 20 + 90 minutes.
      [`follow_up_time?${MARCH}`]: { value: minutes(30), n: 4, numerator: minutes(120), denominator: 4 },
      [`follow_up_time_mean?${MARCH}&by=rep`]: [
        { rep: 'ann', value: minutes(100) / 3, n: 3 },
        { rep: 'bob', value: minutes(20), n: 1 },
      ],
      [`follow_up_time_p50?${MARCH}`]: { value: near(minutes(15)), n: 4 },
      // Between the third and the fourth, at 0.9 × 3 = 2.7: 20 + 0.7 × 70.
      [`follow_up_time_p90?${MARCH}`]: { value: near(minutes(69)), n: 4 },
      [`lead_contact_rate?${MARCH}`]: { value: 0.8, n: 5, numerator: 4, denominator: 5 },
      [`lead_contact_rate?${MARCH}&by=team`]: [{ team: 'hunters', value: 0.8 }],
    },
  },
  {
    name: 'A lead that is handed over is converted by its new owner, and stays with who had it when it came in',
    given: [
      given.rep('ann', 'berlin', 'hunters'),
      given.rep('bob', 'paris', 'farmers'),
      lead('L-1', '2026-03-02T09:00Z', { rep_id: 'ann', lead_source: 'web', campaign_id: 'spring' }),
      given.leadAmended('L-1', '2026-03-09T09:00Z', { rep_id: 'bob', effective_at: '2026-03-05T09:00Z' }),
      given.leadAmended('L-1', '2026-03-10T09:00Z', { cleared: ['campaign_id'], lead_source: 'fair' }),
      given.leadQualified('L-1', '2026-03-04T09:00Z'),
      converted('L-1', '2026-03-06T09:00Z'),
    ],
    expect: {
      [`leads_created?${MARCH}&by=office,lead_source,campaign`]: [
        { office: 'berlin', lead_source: 'fair', campaign: '', value: 1 },
      ],
      [`leads_qualified?${MARCH}&by=office`]: [{ office: 'berlin', value: 1 }],
      [`leads_converted?${MARCH}&by=office`]: [{ office: 'paris', value: 1 }],
      [`lead_conversion_rate?${MARCH}&by=rep`]: [{ rep: 'ann', value: 1, n: 1 }],
    },
  },
];
