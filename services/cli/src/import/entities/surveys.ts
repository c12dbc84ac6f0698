import { z } from 'zod';
import { subjectNamed } from '../claims.js';
import { defineEntity, type Line, needed } from '../entity.js';
import type { Statement } from '../events.js';
import { id, instant, text } from '../rules.js';

const asked = {
  id,
  kind: text,
  respondent: text.default({ constant: 'customer' }),
  rep: id.optional(),
  account: id.optional(),
};

/** Of the kinds that do not occur there is nothing. */
const SCORES = ['csat', 'nps', 'ces'];

/** A line is one invitation: `survey.sent`, and `survey.answered` where it has an answer. */
export const SURVEYS = defineEntity({
  name: 'surveys',
  one: 'survey',
  metrics: ['surveys_sent', 'surveys_answered', ...SCORES],
  rules: z.strictObject({
    ...asked,
    sent_at: instant,
    answered_at: instant.optional(),
    score: text.optional(),
  }),
  subject: (rules, line) => subjectNamed('survey', line.id(rules.id)),
  statements: (rules, line) => {
    needed(line.instant(rules.sent_at), rules.sent_at, 'a survey needs the time at which it was sent');
    return saidOf(rules, line);
  },
});

/** A line is one answer: `survey.answered`, and `survey.sent` where it says when that was. */
export const RESPONSES = defineEntity({
  name: 'responses',
  one: 'response',
  metrics: ['surveys_answered', ...SCORES],
  rules: z.strictObject({ ...asked, answered_at: instant, score: text, sent_at: instant.optional() }),
  subject: (rules, line) => subjectNamed('survey', line.id(rules.id)),
  statements: (rules, line) => {
    needed(line.instant(rules.answered_at), rules.answered_at, 'a response needs the time of its answer');
    needed(line.text(rules.score), rules.score, 'a response needs a score');
    return saidOf(rules, line);
  },
});

interface Rules extends z.infer<z.ZodObject<typeof asked>> {
  sent_at?: z.infer<typeof instant> | undefined;
  answered_at?: z.infer<typeof instant> | undefined;
  score?: z.infer<typeof text> | undefined;
}

function saidOf(rules: Rules, line: Line): Statement[] {
  const of = {
    survey_id: needed(line.id(rules.id), rules.id, 'a survey needs an id'),
    kind: needed(line.text(rules.kind), rules.kind, 'a survey is csat, nps or ces'),
    respondent: line.text(rules.respondent) ?? 'customer',
    rep_id: line.id(rules.rep),
    account_id: line.id(rules.account),
  };
  const sentAt = line.instant(rules.sent_at);
  const answeredAt = line.instant(rules.answered_at);
  const score = line.decimal(rules.score);
  const said: Statement[] = [];
  if (sentAt !== null)
    said.push({ type: 'survey.sent', occurredAt: sentAt, data: { ...of, sent_at: sentAt } });
  if (answeredAt !== null && score !== null)
    said.push({
      type: 'survey.answered',
      occurredAt: answeredAt,
      data: { ...of, answered_at: answeredAt, score: Number(score) },
    });
  return said;
}
