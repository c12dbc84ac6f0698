import { Random } from '@tallyboard/runtime/random';
import { customerOn } from '../accounts.js';
import { repsOf } from '../company.js';
import type { Storyteller } from '../story.js';
import { tell } from '../told.js';
import { isWorkingDay, workingMoment } from '../working-hours.js';

const PER_DAY = 3;
const KINDS = [
  { kind: 'email_sent', share: 40 },
  { kind: 'email_request', share: 14 },
  { kind: 'web_request', share: 12 },
  { kind: 'meeting', share: 12 },
  { kind: 'demo', share: 7 },
  { kind: 'proposal', share: 7 },
  { kind: 'note', share: 4 },
  { kind: 'catalogue_mailed', share: 2 },
  { kind: 'referral', share: 1.5 },
  { kind: 'workshop', share: 0.5 },
] as const;

/** What those who sell do on a working day besides calling, and what comes in for them. */
export const activities: Storyteller = {
  spanDays: 1,
  lasting: false,
  *storiesOf(company, office, day) {
    if (!isWorkingDay(office, day)) return;
    for (const rep of repsOf(company, office, 'sales')) {
      const random = new Random(company.seed, 'activities', rep.id, day);
      const count = random.poisson(PER_DAY * rep.skill);
      for (let index = 0; index < count; index += 1) {
        const at = workingMoment(random, office, day);
        const { kind } = random.weighted(KINDS, ({ share }) => share);
        const id = `AC-${company.tag}-${rep.id}-${day}-${index}`;
        const account = random.chance(0.6) ? customerOn(company, office, at, random) : null;
        yield [
          tell(company, 'activity.logged', 'crm', `${id}.logged`, at, {
            activity_id: id,
            performed_at: at,
            kind,
            quantity: kind === 'workshop' ? random.whole(5, 40) : null,
            rep_id: rep.id,
            account_id: account?.id ?? null,
            deal_id: null,
            lead_id: null,
          }),
        ];
      }
    }
  },
};
