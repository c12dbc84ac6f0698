import type { CrmEvent } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import { type Account, accountsOf } from '../accounts.js';
import type { Company } from '../company.js';
import { DAY_MS, HOUR_MS } from '../local-day.js';
import { inWorkingHours } from '../pace.js';
import type { Storyteller } from '../story.js';
import { tell } from '../told.js';
import { lifeOf } from './accounts.js';

const SHARE = 0.03;
/** Of these, those that become a customer a second time. */
const SHARE_OF_CUSTOMERS = 0.5;

/** Somebody enters an account a second time, under another name, and later merges it into the first. */
export const secondRecords: Storyteller = {
  spanDays: Number.POSITIVE_INFINITY,
  lasting: true,
  *storiesOf(company, office, day) {
    for (const account of accountsOf(company, office, day)) {
      const random = new Random(company.seed, 'second-record', account.id);
      if (random.chance(SHARE)) yield secondRecordOf(company, account, random);
    }
  },
};

function secondRecordOf(company: Company, first: Account, random: Random): CrmEvent[] {
  const { office } = first.owner;
  const id = `${first.id}-again`;
  const createdAt = inWorkingHours(office, first.createdAt + random.between(1, 30) * DAY_MS, 0);
  const mergedAt = inWorkingHours(office, createdAt + (3 + random.exponential(20)) * DAY_MS, 0);
  const since = inWorkingHours(
    office,
    Math.max(createdAt, first.spells[0]?.since ?? createdAt) + random.between(0.1, 3) * DAY_MS,
    0,
  );
  const isCustomer =
    first.spells.length > 0 && random.chance(SHARE_OF_CUSTOMERS) && since + HOUR_MS < mergedAt;
  return [
    ...lifeOf(company, {
      ...first,
      id,
      createdAt,
      name: `${first.name} Ltd`,
      spells: isCustomer ? [{ since, until: mergedAt - 1, reason: 'entered_twice' }] : [],
    }),
    tell(company, 'account.removed', 'crm', `${id}.merged`, mergedAt, {
      account_id: id,
      removed_at: mergedAt,
      merged_into: first.id,
    }),
  ];
}
