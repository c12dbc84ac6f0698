import { count, mean, measuresOf, minus, ratio, share } from '../expression/forms.js';
import type { Metric } from '../metric.js';
import { metric } from './define.js';

const { sum } = measuresOf('survey');
const of = (measure: string, kind: string) => sum(measure, { kind });
const without = ['kind'];

export const surveys: readonly Metric[] = [
  metric({
    name: 'surveys_sent',
    title: 'Surveys sent',
    unit: 'count',
    better: 'none',
    definition: 'Surveys sent in the period.',
    formula: count(sum('sent')),
  }),
  metric({
    name: 'surveys_answered',
    title: 'Surveys answered',
    unit: 'count',
    better: 'up',
    definition: 'Surveys answered in the period.',
    formula: count(sum('answers')),
  }),
  metric({
    name: 'survey_response_rate',
    title: 'Survey response rate',
    unit: 'ratio',
    better: 'up',
    definition: 'Of the surveys sent in the period, the share that was answered, whenever.',
    formula: share(sum('sent_answered'), sum('sent')),
  }),
  metric({
    name: 'csat',
    title: 'CSAT',
    unit: 'ratio',
    better: 'up',
    without,
    definition: 'Share of answers 4 and 5 on the 1–5 scale, answered in the period.',
    formula: share(of('favourable', 'csat'), of('answers', 'csat')),
  }),
  metric({
    name: 'csat_mean',
    title: 'CSAT, mean',
    unit: 'score',
    better: 'up',
    without,
    definition: 'Mean of the answers on the 1–5 scale that were given in the period.',
    formula: mean(of('score_sum', 'csat'), of('answers', 'csat')),
  }),
  metric({
    name: 'nps',
    title: 'NPS',
    unit: 'points',
    better: 'up',
    without,
    source: 'Reichheld, Net Promoter Score',
    definition:
      'Percentage of answers 9–10 minus percentage of answers 0–6 on the 0–10 scale, answered in the period. Passives (7 and 8) stay in the denominator.',
    formula: ratio(minus(of('favourable', 'nps'), of('unfavourable', 'nps')), of('answers', 'nps'), {
      scale: 100,
    }),
  }),
  metric({
    name: 'ces',
    title: 'CES',
    unit: 'score',
    better: 'up',
    without,
    definition:
      'Mean of the answers on the 1–7 effort scale that were given in the period, 7 being the least effort.',
    formula: mean(of('score_sum', 'ces'), of('answers', 'ces')),
  }),
  metric({
    name: 'ces_favourable',
    title: 'CES, share above 4',
    unit: 'ratio',
    better: 'up',
    without,
    definition: 'Share of answers above 4 on the 1–7 effort scale, answered in the period.',
    formula: share(of('favourable', 'ces'), of('answers', 'ces')),
  }),
];
