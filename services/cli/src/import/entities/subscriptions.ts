import { z } from 'zod';
import { subjectNamed } from '../claims.js';
import { columnOf, defineEntity, needed } from '../entity.js';
import type { Statement } from '../events.js';
import { id, instant, text } from '../rules.js';
import { Unusable } from '../values.js';

/**
 * A line is `subscription.changed`, and `subscription.ended` where it says until when. Lines of one subscription from
 * different instants on are its changes.
 */
export const SUBSCRIPTIONS = defineEntity({
  name: 'subscriptions',
  one: 'subscription',
  metrics: ['mrr', 'subscribers', 'mrr_new', 'mrr_churned'],
  rules: z.strictObject({
    id,
    account: id,
    started_at: instant,
    mrr: text,
    /** For how many months the `mrr` column is: 12 where it has yearly prices. */
    months: text.default({ constant: '1' }),
    currency: text,
    plan: text.optional(),
    rep: id.optional(),
    ended_at: instant.optional(),
    reason: text.optional(),
  }),
  subject: (rules, line) => subjectNamed('subscription', line.id(rules.id)),
  statements(rules, line) {
    const subscription_id = needed(line.id(rules.id), rules.id, 'a subscription needs an id');
    const account_id = needed(line.id(rules.account), rules.account, 'a subscription needs its customer');
    const startedAt = needed(
      line.instant(rules.started_at),
      rules.started_at,
      'a subscription needs its start',
    );
    const price = needed(line.decimal(rules.mrr), rules.mrr, 'a subscription needs what it brings in');
    const months = Number(needed(line.decimal(rules.months), rules.months, 'a price is for so many months'));
    if (!Number.isInteger(months) || months < 1)
      throw new Unusable(columnOf(rules.months), `${months}; a price is for a whole number of months`);
    const changed: Statement = {
      type: 'subscription.changed',
      occurredAt: startedAt,
      data: {
        account_id,
        subscription_id,
        effective_at: startedAt,
        mrr: perMonth(price, months),
        currency: needed(line.text(rules.currency), rules.currency, 'a price needs a currency'),
        plan: line.text(rules.plan),
        rep_id: line.id(rules.rep),
      },
    };
    const endedAt = line.instant(rules.ended_at);
    if (endedAt === null) return [changed];
    const reason = line.text(rules.reason);
    return [
      changed,
      {
        type: 'subscription.ended',
        occurredAt: endedAt,
        data: { account_id, subscription_id, ended_at: endedAt, reason },
      },
    ];
  },
  combine(_rules, told) {
    const said = told.flatMap(({ statements }) => statements);
    const changes = said.filter(({ type }) => type === 'subscription.changed');
    const starts = new Map(changes.map((each) => [each.occurredAt, JSON.stringify(each)]));
    const isOne = new Set(said.map(({ data }) => data.account_id)).size === 1;
    if (!isOne || changes.some((each) => starts.get(each.occurredAt) !== JSON.stringify(each))) return null;
    // One that ends as the next begins goes on.
    const left = said.filter(
      ({ type, occurredAt }) => type === 'subscription.changed' || !starts.has(occurredAt),
    );
    return [...new Map(left.map((each) => [JSON.stringify(each), each])).values()];
  },
});

const PLACES = 4;

/** A plain decimal ÷ a whole number, to four places, half away from zero. */
function perMonth(price: string, months: number): string {
  if (months === 1) return price;
  const [whole = '', fraction = ''] = price.replace('-', '').split('.');
  const units = BigInt(whole + fraction.padEnd(PLACES, '0').slice(0, PLACES));
  const each = (2n * units + BigInt(months)) / BigInt(2 * months);
  const digits = String(each).padStart(PLACES + 1, '0');
  return `${price.startsWith('-') ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}
