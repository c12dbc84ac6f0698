import { z } from 'zod';
import { subjectNamed } from '../claims.js';
import { columnOf, defineEntity, needed } from '../entity.js';
import type { Statement } from '../events.js';
import { id, instant, text } from '../rules.js';
import { Unusable } from '../values.js';

/** A line is `account.created`, and `account.became_customer` and `account.churned` where it says since and until when. */
export const ACCOUNTS = defineEntity({
  name: 'accounts',
  one: 'account',
  metrics: ['profiles_created', 'customers_gained', 'customers_lost', 'customers_at_end'],
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
      throw new Unusable(columnOf(rules.created_at), 'empty; an account needs a creation date');
    if (churnedAt !== null && since === null)
      throw new Unusable(
        columnOf(rules.customer_since),
        'empty; an account that left needs the date from which it was a customer',
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
      said.push(...spell(account_id, { since, until: churnedAt, reason: line.text(rules.reason) }));
    return said;
  },
  combine(rules, told) {
    if (!rules.subscription) return null;
    const created = told.flatMap(({ statements }) =>
      statements.filter(({ type }) => type === 'account.created'),
    );
    const isOneAccount = created.every((each) => JSON.stringify(each) === JSON.stringify(created[0]));
    const subscriptions = new Map<string, Spell>();
    for (const { line } of told) {
      const since = line.instant(rules.customer_since);
      const id = line.id(rules.subscription);
      if (since === null || id === null) return null;
      const each = { since, until: line.instant(rules.churned_at), reason: line.text(rules.reason) };
      const known = subscriptions.get(id);
      if (known && JSON.stringify(known) !== JSON.stringify(each)) return null;
      subscriptions.set(id, each);
    }
    const account_id = told[0]?.line.id(rules.id);
    if (!isOneAccount || !account_id) return null;
    return [
      ...created.slice(0, 1),
      ...together([...subscriptions.values()]).flatMap((each) => spell(account_id, each)),
    ];
  },
});

/** Since and until when (epoch ms) somebody is a customer; null: to this day. */
interface Spell {
  since: number;
  until: number | null;
  reason: string | null;
}

function spell(account_id: string, { since, until, reason }: Spell): Statement[] {
  const began: Statement = {
    type: 'account.became_customer',
    occurredAt: since,
    data: { account_id, customer_since: since },
  };
  if (until === null) return [began];
  return [
    began,
    { type: 'account.churned', occurredAt: until, data: { account_id, churned_at: until, reason } },
  ];
}

/** The spells in which at least one of these runs; one that begins as another ends goes on with it. */
function together(spells: readonly Spell[]): Spell[] {
  const united: Spell[] = [];
  for (const each of [...spells].sort((a, b) => a.since - b.since)) {
    const last = united.at(-1);
    if (!last || endOf(last) < each.since) united.push({ ...each });
    else if (endOf(each) > endOf(last)) Object.assign(last, { until: each.until, reason: each.reason });
  }
  return united;
}

const endOf = ({ until }: Spell): number => until ?? Number.POSITIVE_INFINITY;
