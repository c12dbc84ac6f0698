import { answered, rep, surveySent, times } from '../given.js';
import { MARCH, NOTHING, type Scenario } from '../scenario.js';

export const surveys: readonly Scenario[] = [
  {
    name: 'NPS: 50 promoters, 30 passives and 20 detractors make +30',
    given: [
      ...times(50, (n) => answered(`promoter ${n}`, '2026-03-02T09:00Z', 'nps', n % 2 ? 9 : 10)),
      ...times(30, (n) => answered(`passive ${n}`, '2026-03-03T09:00Z', 'nps', n % 2 ? 7 : 8)),
      ...times(20, (n) => answered(`detractor ${n}`, '2026-03-04T09:00Z', 'nps', n % 7)),
    ],
    expect: {
      [`nps?${MARCH}`]: { value: 30, n: 100, numerator: 30, denominator: 100 },
      // The scales do not mix.
      [`csat?${MARCH}`]: NOTHING,
      [`ces?${MARCH}`]: NOTHING,
    },
  },
  {
    name: 'NPS of more detractors than promoters is negative, and a ratio of sums over offices',
    given: [
      rep('ann', 'berlin', 'hunters'),
      rep('bob', 'pune', 'farmers'),
      answered('A-1', '2026-03-02T09:00Z', 'nps', 10, { rep_id: 'ann' }),
      ...times(9, (n) => answered(`B-${n}`, '2026-03-02T09:00Z', 'nps', n === 1 ? 8 : 0, { rep_id: 'bob' })),
    ],
    expect: {
      [`nps?${MARCH}`]: { value: -70, n: 10, numerator: -7, denominator: 10 },
      [`nps?${MARCH}&by=office`]: [
        { office: 'berlin', value: 100, n: 1 },
        { office: 'pune', value: (100 * -8) / 9, n: 9 },
      ],
    },
  },
  {
    name: 'CSAT is the share of 4 and 5, by who was asked',
    given: [
      ...[5, 4, 4, 3, 2].map((score, n) => answered(`customer ${n}`, '2026-03-02T09:00Z', 'csat', score)),
      answered('vendor', '2026-03-02T09:00Z', 'csat', 1, { respondent: 'vendor' }),
      answered('another question', '2026-03-02T09:00Z', 'nps', 10),
      answered('in April', '2026-04-01T00:00Z', 'csat', 5),
    ],
    expect: {
      [`csat?${MARCH}`]: { value: 0.5, n: 6, numerator: 3, denominator: 6 },
      [`csat_mean?${MARCH}`]: { value: 19 / 6, n: 6, numerator: 19, denominator: 6 },
      [`csat?${MARCH}&by=respondent`]: [
        { respondent: 'customer', value: 0.6, n: 5 },
        { respondent: 'vendor', value: 0, n: 1 },
      ],
      [`csat_mean?${MARCH}&filter=respondent:vendor`]: { value: 1, n: 1 },
      // Nobody asked officers for CSAT.
      [`csat?${MARCH}&filter=respondent:officer`]: NOTHING,
    },
  },
  {
    name: 'CES is a mean on 1 to 7; above 4 is favourable',
    given: [7, 6, 5, 4, 3, 1].map((score, n) => answered(`S-${n}`, '2026-03-02T09:00Z', 'ces', score)),
    expect: {
      [`ces?${MARCH}`]: { value: 26 / 6, n: 6, numerator: 26, denominator: 6 },
      [`ces_favourable?${MARCH}`]: { value: 0.5, n: 6, numerator: 3, denominator: 6 },
    },
  },
  {
    name: 'the response rate is of the surveys sent in the period, whenever they are answered',
    given: [
      ...times(6, (n) => surveySent(`sent ${n}`, '2026-03-02T09:00Z', 'csat')),
      ...times(2, (n) => surveySent(`nps ${n}`, '2026-03-02T09:00Z', 'nps', { respondent: 'vendor' })),
      answered('sent 1', '2026-03-04T09:00Z', 'csat', 5),
      answered('sent 2', '2026-03-05T09:00Z', 'csat', 2),
      answered('nps 1', '2026-04-02T09:00Z', 'nps', 9, { respondent: 'vendor' }),
      surveySent('in February', '2026-02-20T09:00Z', 'csat'),
      answered('in February', '2026-03-01T09:00Z', 'csat', 5),
    ],
    expect: {
      [`surveys_sent?${MARCH}`]: { value: 8, n: 8 },
      [`surveys_sent?${MARCH}&by=kind`]: [
        { kind: 'csat', value: 6 },
        { kind: 'nps', value: 2 },
      ],
      [`surveys_answered?${MARCH}`]: { value: 3, n: 3 },
      [`survey_response_rate?${MARCH}`]: { value: 3 / 8, n: 8, numerator: 3, denominator: 8 },
      [`survey_response_rate?${MARCH}&by=kind`]: [
        { kind: 'nps', value: 0.5, n: 2 },
        { kind: 'csat', value: 1 / 3, n: 6 },
      ],
      [`csat?${MARCH}`]: { value: 2 / 3, n: 3 },
    },
  },
  {
    name: 'an answer that is given again counts as it was given last',
    given: [
      surveySent('S-1', '2026-03-02T09:00Z', 'csat'),
      answered('S-1', '2026-03-03T09:00Z', 'csat', 1),
      answered('S-1', '2026-03-20T09:00Z', 'csat', 5),
    ],
    expect: {
      [`csat?${MARCH}`]: { value: 1, n: 1 },
      [`csat_mean?${MARCH}`]: { value: 5, n: 1 },
      [`surveys_answered?${MARCH}`]: { value: 1 },
      [`survey_response_rate?${MARCH}`]: { value: 1, n: 1 },
    },
  },
];
