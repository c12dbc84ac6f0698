import { count, mean, measuresOf, minus, ratio, share } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { metric } from './define.js';

const { sum } = measuresOf('survey');
const of = (measure: string, kind: string) => sum(measure, { kind });
const without = ['kind'];

const answered = 'at the instant of its answer, for the rep of the survey';
const removed = 'Surveys that were removed.';
const partial = 'A partial and the final answer are one: the highest statement holds.';
const respondents =
  'Answers of customers, vendors and officers are together unless asked by or filtered by respondent.';
const none = 'Without answers there is no value.';

export const surveys: readonly Metric[] = [
  metric({
    name: 'surveys_sent',
    title: 'Surveys sent',
    unit: 'count',
    better: 'none',
    indicator: 'input',
    definition: 'Surveys sent in the period.',
    counts: 'Each survey once, at its first sending, for the rep whom it is about.',
    omits: `Reminders, which move nothing. ${removed}`,
    edges: ['An answer to a survey of which no sending is known counts as answered and not as sent.'],
    formula: count(sum('sent')),
    given: { sent: 120 },
  }),
  metric({
    name: 'surveys_answered',
    title: 'Surveys answered',
    unit: 'count',
    better: 'up',
    indicator: 'output',
    definition: 'Surveys answered in the period.',
    counts: `Each answered survey once, ${answered}.`,
    omits: `Surveys without an answer, and answers that were taken back. ${removed}`,
    edges: [partial, 'It counts when it was answered, whenever it was sent.'],
    formula: count(sum('answers')),
    given: { answers: 42 },
  }),
  metric({
    name: 'survey_response_rate',
    title: 'Survey response rate',
    unit: 'ratio',
    better: 'up',
    indicator: 'process',
    definition: 'Of the surveys sent in the period, the share that was answered, whenever.',
    counts: 'Below the line the surveys first sent in the period; above it those of them that are answered.',
    omits: `Answers to surveys that were sent at another time, or of which no sending is known. ${removed}`,
    edges: ['The rate of last week goes on rising while answers come in.', partial],
    formula: share(sum('sent_answered'), sum('sent')),
    given: { sent_answered: 36, sent: 120 },
  }),
  metric({
    name: 'csat',
    title: 'CSAT',
    unit: 'ratio',
    better: 'up',
    indicator: 'outcome',
    without,
    definition: 'Share of answers 4 and 5 on the 1–5 scale, answered in the period.',
    counts: `Each answer to a CSAT survey once, ${answered}; above the line those of 4 and 5.`,
    omits: `NPS and CES, and surveys without an answer. ${removed}`,
    edges: [partial, respondents, none],
    formula: share(of('favourable', 'csat'), of('answers', 'csat')),
    given: { 'favourable (csat)': 45, 'answers (csat)': 50 },
  }),
  metric({
    name: 'csat_mean',
    title: 'CSAT, mean',
    unit: 'score',
    better: 'up',
    indicator: 'outcome',
    without,
    definition: 'Mean of the answers on the 1–5 scale that were given in the period.',
    counts: `Each answer to a CSAT survey once, ${answered}.`,
    omits: `NPS and CES, and surveys without an answer. ${removed}`,
    edges: [partial, respondents, none],
    formula: mean(of('score_sum', 'csat'), of('answers', 'csat')),
    given: { 'score_sum (csat)': 215, 'answers (csat)': 50 },
  }),
  metric({
    name: 'nps',
    title: 'NPS',
    unit: 'points',
    better: 'up',
    indicator: 'outcome',
    without,
    source: 'Reichheld, Net Promoter Score',
    definition:
      'Percentage of answers 9–10 minus percentage of answers 0–6 on the 0–10 scale, answered in the period.',
    counts: `Each answer to an NPS survey once, ${answered}: promoters (9, 10), detractors (0 to 6), and passives (7, 8) below the line alone.`,
    omits: `CSAT and CES, and surveys without an answer. ${removed}`,
    edges: [
      'It lies between −100 and 100; it is no percentage and has no interval of one.',
      'Scores are whole numbers: a half point is refused when it comes in.',
      partial,
      none,
    ],
    formula: ratio(minus(of('favourable', 'nps'), of('unfavourable', 'nps')), of('answers', 'nps'), {
      scale: 100,
    }),
    given: { 'favourable (nps)': 50, 'unfavourable (nps)': 20, 'answers (nps)': 100 },
  }),
  metric({
    name: 'ces',
    title: 'CES',
    unit: 'score',
    better: 'up',
    indicator: 'outcome',
    without,
    definition:
      'Mean of the answers on the 1–7 effort scale that were given in the period, 7 being the least effort.',
    counts: `Each answer to a CES survey once, ${answered}.`,
    omits: `CSAT and NPS, and surveys without an answer. ${removed}`,
    edges: ['A scale on which 1 is the least effort must be turned round by its mapping.', partial, none],
    formula: mean(of('score_sum', 'ces'), of('answers', 'ces')),
    given: { 'score_sum (ces)': 165, 'answers (ces)': 30 },
  }),
  metric({
    name: 'ces_favourable',
    title: 'CES, share above 4',
    unit: 'ratio',
    better: 'up',
    indicator: 'outcome',
    without,
    definition: 'Share of answers above 4 on the 1–7 effort scale, answered in the period.',
    counts: `Each answer to a CES survey once, ${answered}; above the line those above 4.`,
    omits: `CSAT and NPS, and surveys without an answer. ${removed}`,
    edges: ['An answer of exactly 4 is not above it.', partial, none],
    formula: share(of('favourable', 'ces'), of('answers', 'ces')),
    given: { 'favourable (ces)': 24, 'answers (ces)': 30 },
  }),
];
