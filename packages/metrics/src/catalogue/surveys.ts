import type { Metric, Term } from '../metric.js';
import { count, metric } from './define.js';

const of = (measure: string, kind: string): Term => ({ measure, where: { kind } });
const without = ['kind'];

export const surveys: readonly Metric[] = [
  metric('survey', {
    name: 'surveys_sent',
    title: 'Surveys sent',
    unit: 'count',
    better: 'none',
    definition: 'Surveys sent in the period.',
    formula: count('sent'),
  }),
  metric('survey', {
    name: 'surveys_answered',
    title: 'Surveys answered',
    unit: 'count',
    better: 'up',
    definition: 'Surveys answered in the period.',
    formula: count('answers'),
  }),
  metric('survey', {
    name: 'survey_response_rate',
    title: 'Survey response rate',
    unit: 'ratio',
    better: 'up',
    definition: 'Of the surveys sent in the period, the share that was answered, whenever.',
    formula: { kind: 'ratio', numerator: [{ measure: 'sent_answered' }], denominator: [{ measure: 'sent' }] },
  }),
  metric('survey', {
    name: 'csat',
    title: 'CSAT',
    unit: 'ratio',
    better: 'up',
    without,
    definition: 'Share of answers 4 and 5 on the 1–5 scale, answered in the period.',
    formula: { kind: 'ratio', numerator: [of('favourable', 'csat')], denominator: [of('answers', 'csat')] },
  }),
  metric('survey', {
    name: 'csat_mean',
    title: 'CSAT, mean',
    unit: 'score',
    better: 'up',
    without,
    definition: 'Mean of the answers on the 1–5 scale that were given in the period.',
    formula: { kind: 'mean', numerator: [of('score_sum', 'csat')], denominator: [of('answers', 'csat')] },
  }),
  metric('survey', {
    name: 'nps',
    title: 'NPS',
    unit: 'points',
    better: 'up',
    without,
    source: 'Reichheld, Net Promoter Score',
    definition:
      'Percentage of answers 9–10 minus percentage of answers 0–6 on the 0–10 scale, answered in the period. Passives (7 and 8) stay in the denominator.',
    formula: {
      kind: 'ratio',
      numerator: [of('favourable', 'nps'), { ...of('unfavourable', 'nps'), times: -1 }],
      denominator: [of('answers', 'nps')],
      scale: 100,
    },
  }),
  metric('survey', {
    name: 'ces',
    title: 'CES',
    unit: 'score',
    better: 'up',
    without,
    definition:
      'Mean of the answers on the 1–7 effort scale that were given in the period, 7 being the least effort.',
    formula: { kind: 'mean', numerator: [of('score_sum', 'ces')], denominator: [of('answers', 'ces')] },
  }),
  metric('survey', {
    name: 'ces_favourable',
    title: 'CES, share above 4',
    unit: 'ratio',
    better: 'up',
    without,
    definition: 'Share of answers above 4 on the 1–7 effort scale, answered in the period.',
    formula: { kind: 'ratio', numerator: [of('favourable', 'ces')], denominator: [of('answers', 'ces')] },
  }),
];
