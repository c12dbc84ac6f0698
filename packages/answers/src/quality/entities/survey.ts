import {
  DATE_WITHOUT_TIME,
  inTheFuture,
  type LooksWrong,
  removedBy,
  standsFor,
  unknownAccount,
  unknownRep,
} from '../conditions.js';

export const survey: LooksWrong = {
  entity: 'survey',
  identity: ['survey_id'],
  at: 'coalesce(answered_at, sent_at, occurred_at)',
  known: {
    scale: 'argMax(kind, rank) OVER entity',
    asked: `argMaxIf(kind, rank, type = 'survey.sent') OVER entity`,
    first_at: 'min(sent_at) OVER entity',
  },
  isRemoved: removedBy('survey.removed', 'survey.sent', 'survey.answered'),
  problems: [
    {
      kind: 'off_scale',
      field: 'score',
      holds: `${standsFor('score')} AND NOT multiIf(scale = 'csat', score BETWEEN 1 AND 5, scale = 'nps', score BETWEEN 0 AND 10, score BETWEEN 1 AND 7)`,
    },
    {
      kind: 'off_scale',
      field: 'kind',
      holds: `type = 'survey.answered' AND ${standsFor('score')} AND asked != '' AND kind != asked`,
    },
    {
      kind: 'below_zero',
      field: 'answered_at',
      holds: `${standsFor('answered_at')} AND answered_at < first_at - ${DATE_WITHOUT_TIME}`,
    },
    ...inTheFuture('sent_at', 'answered_at'),
    unknownRep,
    unknownAccount(standsFor('account_id')),
  ],
  outranked: {
    types: ['survey.answered'],
    states: { score: 'score IS NOT NULL', answered_at: 'answered_at IS NOT NULL' },
  },
};
