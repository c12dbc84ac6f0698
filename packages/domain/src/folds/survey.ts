import type { SaidOf } from '@tallyboard/contracts/erasure';
import type { Measures, Post } from '../posting.js';
import { inOrder, type Keep, lastKnown, Statement } from '../statement.js';

type SurveyEvent = SaidOf<'survey'>;
type Kind = Exclude<SurveyEvent, { type: 'survey.removed' }>['kind'];

export class SurveyStatement extends Statement<SurveyEvent['type']> {
  readonly at: number;
  /** Null in `removed`, like all that follows. */
  readonly kind: Kind | null;
  readonly respondent: string | null;
  readonly rep: string | null;
  /** Null in `sent`. */
  readonly score: number | null;

  constructor(event: SurveyEvent, digest: number, keep: Keep) {
    super(event, digest, keep);
    const said = event.type === 'survey.removed' ? null : event;
    this.at = instantOf(event);
    this.kind = said?.kind ?? null;
    this.respondent = said?.respondent ?? null;
    this.rep = keep(said?.rep_id ?? null);
    this.score = event.type === 'survey.answered' ? event.score : null;
  }
}

function instantOf(event: SurveyEvent): number {
  if (event.type === 'survey.removed') return event.removed_at;
  return event.type === 'survey.sent' ? event.sent_at : event.answered_at;
}

/** Posts a survey, given any of its statements: where it was first sent and where it was answered, unless it was removed. */
export function foldSurvey(first: SurveyStatement, post: Post): void {
  const statements = inOrder(first);
  const { type: decisive, kind, respondent } = statements.at(-1)!;
  if (decisive === 'survey.removed') return;

  const rep = lastKnown(statements, (said) => said.rep, 'rep_id') ?? '';
  const dimensions = [kind!, respondent!];
  const sent = firstOf(statements.filter(({ type }) => type === 'survey.sent'));
  const answer = statements.findLast(({ type }) => type === 'survey.answered');

  if (sent !== undefined) {
    const measures = { sent: 1, sent_answered: answer === undefined ? 0 : 1 };
    post({ at: sent.at, asOf: sent.at, rep, dimensions, measures });
  }
  if (answer !== undefined)
    post({ at: answer.at, asOf: answer.at, rep, dimensions, measures: answered(kind!, answer.score!) });
}

/** A reminder is no sending of its own. */
function firstOf(sendings: readonly SurveyStatement[]): SurveyStatement | undefined {
  return sendings.reduce<SurveyStatement | undefined>(
    (first, sending) => (first !== undefined && first.at <= sending.at ? first : sending),
    undefined,
  );
}

function answered(kind: Kind, score: number): Measures {
  const { favourable, unfavourable } = verdicts[kind];
  return {
    answers: 1,
    score_sum: score,
    favourable: favourable(score) ? 1 : 0,
    unfavourable: unfavourable(score) ? 1 : 0,
  };
}

/** csat: satisfied and dissatisfied of 1-5; nps: promoters and detractors of 0-10; ces: off the middle of 1-7. */
const verdicts: Record<Kind, Record<'favourable' | 'unfavourable', (score: number) => boolean>> = {
  csat: { favourable: (score) => score >= 4, unfavourable: (score) => score <= 2 },
  nps: { favourable: (score) => score >= 9, unfavourable: (score) => score <= 6 },
  ces: { favourable: (score) => score > 4, unfavourable: (score) => score < 4 },
};
