import { Random } from '@tallyboard/runtime/random';
import { customerOn } from '../accounts.js';
import { type Company, repsOf } from '../company.js';
import { DAY_MS, HOUR_MS } from '../local-day.js';
import type { Office } from '../offices.js';
import type { Story, Storyteller } from '../story.js';
import { tell } from '../told.js';
import { isWorkingDay, workingMoment } from '../working-hours.js';

const PER_WORKING_DAY = 16;
/** How likely each kind of respondent is asked, and answers. */
const RESPONDENTS = [
  { who: 'customer', share: 0.84, answers: 0.34 },
  { who: 'vendor', share: 0.1, answers: 0.45 },
  { who: 'officer', share: 0.06, answers: 0.8 },
] as const;

/** Would you recommend us? Asked now and then of customers, of vendors, and of our own people. */
export const surveys: Storyteller = {
  spanDays: 12,
  lasting: false,
  *storiesOf(company, office, day) {
    if (!isWorkingDay(office, day)) return;
    const count = new Random(company.seed, 'surveys', office.id, day).poisson(company.size * PER_WORKING_DAY);
    for (let i = 0; i < count; i += 1) {
      const random = new Random(company.seed, 'survey', office.id, day, i);
      const id = `S-${company.tag}-${office.id}-${day}-${i}`;
      yield askToRecommend(company, random, office, id, workingMoment(random, office, day), 1);
    }
  },
};

/** One invitation and perhaps its answer, which comes `hurry` times as fast as usual. */
export function askToRecommend(
  company: Company,
  random: Random,
  office: Office,
  id: string,
  sentAt: number,
  hurry: number,
): Story {
  const { who, answers } = random.weighted(RESPONDENTS, ({ share }) => share);
  const account = who === 'customer' ? customerOn(company, office, sentAt, random) : null;
  const rep = account?.owner ?? random.pick(repsOf(company, office, who === 'vendor' ? 'sales' : 'service'));
  const about = {
    survey_id: id,
    kind: 'nps' as const,
    respondent: who,
    rep_id: rep.id,
    account_id: account?.id ?? null,
  };
  const asked = tell(company, 'survey.sent', 'surveys', `${id}.asked`, sentAt, { ...about, sent_at: sentAt });
  if (!random.chance(answers)) return [asked];
  const answeredAt = sentAt + 1 + Math.round(Math.min(9 * DAY_MS, random.around(9 * HOUR_MS, 1.2)) / hurry);
  const liking =
    8.6 + 2.2 * (rep.skill - 1) - 1.4 * Math.max(0, (account?.neglect ?? 1) - 1) + 1.7 * random.normal();
  const answered = tell(company, 'survey.answered', 'surveys', `${id}.answered`, answeredAt, {
    ...about,
    answered_at: answeredAt,
    score: Math.round(Math.min(10, Math.max(0, liking))),
  });
  return [asked, answered];
}
