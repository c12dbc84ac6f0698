import type { CrmEvent } from '@tallyboard/contracts/events';
import { type Account, accountsOf } from '../accounts.js';
import type { Company } from '../company.js';
import type { Storyteller } from '../story.js';
import { tell } from '../told.js';
import { dealStory } from './deals.js';
import { spellsOf } from './leaving.js';

/** Accounts come, become customers, leave, and sometimes come back. */
export const accountLives: Storyteller = {
  spanDays: Number.POSITIVE_INFINITY,
  lasting: true,
  *storiesOf(company, office, day) {
    for (const account of accountsOf(company, office, day))
      yield lifeOf(company, { ...account, spells: spellsOf(company, account) });
  },
};

/** The deals that make them customers. */
export const accountDeals: Storyteller = {
  spanDays: Number.POSITIVE_INFINITY,
  lasting: false,
  *storiesOf(company, office, day) {
    for (const { deals } of accountsOf(company, office, day))
      for (const deal of deals) yield dealStory(company, deal);
  },
};

/** The events of an account, in time order; a spell may have no end. */
export function lifeOf(company: Company, account: Omit<Account, 'deals' | 'neglect' | 'thrift'>): CrmEvent[] {
  const { id } = account;
  return [
    tell(company, 'account.created', 'crm', `${id}.created`, account.createdAt, {
      account_id: id,
      created_at: account.createdAt,
      name: account.name,
      segment: account.segment,
      region: account.region,
      rep_id: account.owner.id,
    }),
    ...account.spells.flatMap(({ since, until, reason, mark }, index) => [
      tell(company, 'account.became_customer', 'crm', `${id}.customer-${index}`, since, {
        account_id: id,
        customer_since: since,
        replaces: null,
        replaces_source: null,
      }),
      ...(Number.isFinite(until)
        ? [
            tell(company, 'account.churned', 'crm', `${id}.churned-${mark ?? index}`, until, {
              account_id: id,
              churned_at: until,
              reason,
              replaces: null,
              replaces_source: null,
            }),
          ]
        : []),
    ]),
  ];
}
