import { z } from 'zod';
import { subjectNamed } from '../claims.js';
import { columnOf, defineEntity, needed } from '../entity.js';
import type { Statement } from '../events.js';
import { id, instant, type OutcomeRule, outcome, text } from '../rules.js';
import { type Row, Unusable } from '../values.js';

/**
 * A line is `deal.opened`, and `deal.closed` when its outcome is won or lost, else `deal.reopened`: an export that shows it
 * open is the later word of one that showed it closed.
 */
export const DEALS = defineEntity({
  name: 'deals',
  one: 'deal',
  metrics: ['deals_opened', 'deals_won', 'revenue_won', 'close_rate'],
  timeless: ['deal.reopened'],
  rules: z.strictObject({
    id,
    opened_at: instant,
    closed_at: instant,
    outcome,
    rep: id.optional(),
    account: id.optional(),
    pipeline: text.optional(),
    stage: text.optional(),
    product: text.optional(),
    lead_source: text.optional(),
    campaign: id.optional(),
    /** Of open deals. */
    expected_close: instant.optional(),
    lead: id.optional(),
    amount: text.optional(),
    currency: text.optional(),
    reason: text.optional(),
  }),
  subject: (rules, line) => subjectNamed('deal', line.id(rules.id)),
  statements(rules, line) {
    const dealId = needed(line.id(rules.id), rules.id, 'a deal needs an id');
    const outcome = outcomeOf(rules.outcome, line.row);
    const openedAt = needed(line.instant(rules.opened_at), rules.opened_at, 'a deal needs an opening date');
    const amount = line.decimal(rules.amount);
    const currency = line.text(rules.currency);
    const opened: Statement = {
      type: 'deal.opened',
      occurredAt: openedAt,
      data: {
        deal_id: dealId,
        opened_at: openedAt,
        rep_id: line.id(rules.rep),
        account_id: line.id(rules.account),
        pipeline: line.text(rules.pipeline),
        stage: line.text(rules.stage),
        product: line.text(rules.product),
        lead_source: line.text(rules.lead_source),
        campaign_id: line.id(rules.campaign),
        lead_id: line.id(rules.lead),
        // The amount of a closed deal is what it closed at, not what was expected of it.
        amount: outcome === 'open' ? amount : null,
        currency,
        expected_close: outcome === 'open' ? line.date(rules.expected_close) : null,
      },
    };
    if (outcome === 'open') {
      const data = { deal_id: dealId, reopened_at: line.asOf };
      return [opened, { type: 'deal.reopened', occurredAt: line.asOf, data }];
    }
    const closedAt = line.instant(rules.closed_at);
    if (closedAt === null)
      throw new Unusable(columnOf(rules.closed_at), `empty; a deal that was ${outcome} needs a closing date`);
    const reason = line.text(rules.reason);
    const data = { deal_id: dealId, closed_at: closedAt, outcome, amount, currency, reason };
    return [opened, { type: 'deal.closed', occurredAt: closedAt, data }];
  },
});

function outcomeOf(rule: OutcomeRule, row: Row): 'won' | 'lost' | 'open' {
  const cell = row[rule.column]?.trim() ?? '';
  const outcome = Object.hasOwn(rule.values, cell) ? rule.values[cell] : undefined;
  if (!outcome)
    throw new Unusable(
      rule.column,
      `${JSON.stringify(cell)} has no outcome in the mapping, which knows ${Object.keys(rule.values).join(', ')}`,
    );
  return outcome;
}
