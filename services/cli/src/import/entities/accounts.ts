import { z } from 'zod';
import { subjectNamed } from '../claims.js';
import { defineEntity, needed } from '../entity.js';
import type { Statement } from '../events.js';
import { id, instant, text } from '../rules.js';
import { Unusable } from '../values.js';

/** A line is `account.created`, and `account.became_customer` and `account.churned` where it says since and until when. */
export const ACCOUNTS = defineEntity({
  name: 'accounts',
  one: 'account',
  rules: z.strictObject({
    id,
    name: text.optional(),
    segment: text.optional(),
    region: text.optional(),
    rep: id.optional(),
    created_at: instant.optional(),
    /** A line is one subscription of the account, which is a customer while any of its subscriptions runs. */
    subscription: id.optional(),
    customer_since: instant.optional(),
    churned_at: instant.optional(),
    reason: text.optional(),
  }),
  subject: (rules, line) => subjectNamed('account', line.id(rules.id)),
  statements(rules, line) {
    const account_id = needed(line.id(rules.id), rules.id, 'an account needs an id');
    const createdAt = line.instant(rules.created_at);
    const since = line.instant(rules.customer_since);
    const churnedAt = line.instant(rules.churned_at);
    if (createdAt === null && (rules.created_at || !rules.customer_since))
      throw new Unusable('created_at: empty; an account needs a creation date');
    if (churnedAt !== null && since === null)
      throw new Unusable(
        'customer_since: empty; an account that left needs the date from which it was a customer',
      );
    const said: Statement[] = [];
    if (createdAt !== null)
      said.push({
        type: 'account.created',
        occurredAt: createdAt,
        data: {
          account_id,
          created_at: createdAt,
          name: line.text(rules.name),
          segment: line.text(rules.segment),
          region: line.text(rules.region),
          rep_id: line.id(rules.rep),
        },
      });
    if (since !== null)
      said.push({
        type: 'account.became_customer',
        occurredAt: since,
        data: { account_id, customer_since: since },
      });
    if (churnedAt !== null)
      said.push({
        type: 'account.churned',
        occurredAt: churnedAt,
        data: { account_id, churned_at: churnedAt, reason: line.text(rules.reason) },
      });
    return said;
  },
});
