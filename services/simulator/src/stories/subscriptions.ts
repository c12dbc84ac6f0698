import type { CrmEvent } from '@tallyboard/contracts/events';
import { Random } from '@tallyboard/runtime/random';
import { type Account, accountsOf, type Spell } from '../accounts.js';
import type { Company } from '../company.js';
import { DAY_MS } from '../local-day.js';
import { inWorkingHours } from '../pace.js';
import type { Storyteller } from '../story.js';
import { money, tell } from '../told.js';
import { spellsOf } from './leaving.js';

/** All others buy what they need. */
const SHARE_OF_CUSTOMERS = 0.2;
/** Each change restates all that the customer ever changed, and prices and seats change a few times a year. */
const DAYS_BETWEEN_CHANGES = 150;
const PRICES = { small: 60, middle: 240, enterprise: 1_100 } as const;
const PLANS = ['basic', 'team', 'business'] as const;

/** What some of the customers pay every month, from becoming one until they leave. */
export const subscriptions: Storyteller = {
  spanDays: Number.POSITIVE_INFINITY,
  lasting: true,
  *storiesOf(company, office, day) {
    for (const account of accountsOf(company, office, day)) {
      const random = new Random(company.seed, 'subscriptions', account.id);
      if (!random.chance(SHARE_OF_CUSTOMERS)) continue;
      const story = spellsOf(company, account).flatMap((spell, index) =>
        subscriptionOf(company, account, spell, index),
      );
      if (story.length > 0) yield story;
    }
  },
};

/** One spell: it begins, changes in price or number of seats, and ends; what changes does not depend on when it ends. */
function subscriptionOf(company: Company, account: Account, spell: Spell, index: number): CrmEvent[] {
  const { since, until, reason, mark } = spell;
  const { id, owner } = account;
  const random = new Random(company.seed, 'subscription', id, index);
  const named = `${id}.subscription-${index}`;
  const own = { account_id: id, subscription_id: `SUB-${id}-${index}` };
  const unsaid = { replaces: null, replaces_source: null };
  const changed = (name: string, at: number, mrr: number, rep_id: string | null) =>
    tell(company, 'subscription.changed', 'billing', `${named}.${name}`, at, {
      ...own,
      effective_at: at,
      mrr: money(mrr),
      currency: owner.office.currency,
      plan: PLANS[account.segment === 'small' ? 0 : account.segment === 'middle' ? 1 : 2],
      rep_id,
      ...unsaid,
    });
  let mrr = random.around(PRICES[account.segment], 0.5);
  const story = [changed('began', since, mrr, owner.id)];
  const last = Math.min(until, since + LONGEST_MS);
  for (let n = 1, at = since; ; n += 1) {
    at = inWorkingHours(owner.office, at + random.exponential(DAYS_BETWEEN_CHANGES) * DAY_MS, 0);
    mrr *= random.between(0.75, 1.45);
    if (at >= last) break;
    story.push(changed(`changed-${n}`, at, mrr, null));
  }
  if (Number.isFinite(until))
    story.push(
      tell(company, 'subscription.ended', 'billing', `${named}.ended${mark ? `-${mark}` : ''}`, until, {
        ...own,
        ended_at: until,
        reason,
        ...unsaid,
      }),
    );
  return story;
}

/** Nothing is told of what is so far ahead. */
const LONGEST_MS = 10 * 365 * DAY_MS;
