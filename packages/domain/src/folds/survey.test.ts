import { describe, expect, it } from 'vitest';
import { at, rows, said } from '../../test/given.js';

const dims = { kind: 'csat', respondent: 'customer' };
const sent = said('survey.sent', 1);

describe('a survey', () => {
  it('that nobody answered was sent', () => {
    expect(rows('survey', sent)).toEqual([{ at: '09:00', ...dims, sent: 1 }]);
  });

  it('that was answered counts as answered where it was sent and with its score where it was answered', () => {
    expect(rows('survey', sent, said('survey.answered', 2))).toEqual([
      { at: '09:00', ...dims, sent: 1, sent_answered: 1 },
      { at: '10:15', ...dims, answers: 1, score_sum: 5, favourable: 1 },
    ]);
  });

  it('was sent when it was sent first: a reminder moves nothing', () => {
    const reminder = said('survey.sent', 3, { sent_at: at('12:00') });
    expect(rows('survey', reminder, sent)).toEqual([{ at: '09:00', ...dims, sent: 1 }]);
  });

  it('that was removed is in no cell, until it is answered again', () => {
    const removed = said('survey.removed', 3, { removed_at: at('12:00') });
    expect(rows('survey', sent, removed, said('survey.answered', 2))).toEqual([]);
    expect(rows('survey', sent, removed, said('survey.answered', 4))).toHaveLength(2);
  });

  it('answered without being sent, or before, counts all the same', () => {
    const early = said('survey.answered', 2, { answered_at: at('08:00'), score: 3 });
    expect(rows('survey', early)).toEqual([{ at: '08:00', ...dims, answers: 1, score_sum: 3 }]);
    expect(rows('survey', early, sent)).toMatchObject([{ at: '08:00' }, { at: '09:00', sent_answered: 1 }]);
  });

  it('answered again has only its highest answer', () => {
    const events = [
      said('survey.answered', 3, { answered_at: at('12:00'), score: 1 }),
      said('survey.answered', 2, { answered_at: at('13:00'), score: 4 }),
    ];
    expect(rows('survey', ...events)).toEqual([
      { at: '12:00', ...dims, answers: 1, score_sum: 1, unfavourable: 1 },
    ]);
  });

  it('takes kind and respondent from its highest statement and the rep from the highest that names one', () => {
    const events = [
      said('survey.sent', 3, { kind: 'nps', respondent: 'vendor' }),
      said('survey.answered', 2, { score: 5, rep_id: 'ann' }),
    ];
    expect(rows('survey', ...events)).toEqual([
      { at: '09:00', rep: 'ann', kind: 'nps', respondent: 'vendor', sent: 1, sent_answered: 1 },
      {
        at: '10:15',
        rep: 'ann',
        kind: 'nps',
        respondent: 'vendor',
        answers: 1,
        score_sum: 5,
        unfavourable: 1,
      },
    ]);
  });

  it.each([
    ['csat', [1, 2], [3], [4, 5]],
    ['nps', [0, 1, 2, 3, 4, 5, 6], [7, 8], [9, 10]],
    ['ces', [1, 2, 3], [4], [5, 6, 7]],
  ] as const)('of %s judges %j unfavourable, %j neither and %j favourable', (kind, low, middle, high) => {
    const verdict = (score: number) => {
      const [row] = rows('survey', said('survey.answered', 1, { kind, score }));
      return [row?.unfavourable ?? 0, row?.favourable ?? 0];
    };
    for (const score of low) expect(verdict(score)).toEqual([1, 0]);
    for (const score of middle) expect(verdict(score)).toEqual([0, 0]);
    for (const score of high) expect(verdict(score)).toEqual([0, 1]);
  });
});
