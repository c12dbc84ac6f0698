import { count, defineFact, ripening, sum } from '../define.js';
import { repInForce } from '../read.js';

/** Surveys count where they were sent and where they were answered. */
export const survey = defineFact({
  name: 'survey',
  entity: 'survey',
  placement: 'moving',
  bucketing: ['sent_at', 'answered_at'],
  dimensions: {
    kind: 'csat, nps or ces',
    respondent: 'who was asked: customer, vendor or officer',
  },
  measures: {
    sent: count('surveys sent'),
    sent_answered: ripening(count('surveys sent that are answered')),
    answers: count('surveys answered'),
    score_sum: sum('scores of surveys answered'),
    favourable: count('surveys answered by the satisfied, by promoters or by those at ease'),
    unfavourable: count('surveys answered by the dissatisfied, by detractors or by those ill at ease'),
  },
  reads: [repInForce],
});
