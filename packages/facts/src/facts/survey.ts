import type { Fact } from '../fact.js';

/** Surveys move: they count where they were sent and where they were answered. */
export const survey: Fact = {
  name: 'survey',
  entity: 'survey',
  dimensions: ['office', 'team', 'rep', 'kind', 'respondent'],
  measures: [
    { name: 'sent', type: 'count' },
    { name: 'sent_answered', type: 'count' },
    { name: 'answers', type: 'count' },
    { name: 'score_sum', type: 'sum' },
    { name: 'favourable', type: 'count' },
    { name: 'unfavourable', type: 'count' },
  ],
  claims: ['sent_at', 'answered_at'],
};
