import { z } from 'zod';
import { subjectNamed } from '../claims.js';
import { defineEntity, needed } from '../entity.js';
import { id, instant, text } from '../rules.js';
import { Unusable } from '../values.js';

/**
 * A line is `campaign.touched`: how a campaign reached somebody. Its id is that of the member, click or answer at the vendor, so
 * that a later export corrects it.
 */
export const TOUCHES = defineEntity({
  name: 'touches',
  one: 'touch',
  isLog: true,
  metrics: ['campaign_leads', 'campaign_leads_converted', 'campaign_revenue'],
  rules: z.strictObject({
    id,
    campaign: id,
    touched_at: instant,
    lead: id.optional(),
    deal: id.optional(),
    account: id.optional(),
  }),
  subject: (rules, line) => subjectNamed('campaign', line.id(rules.campaign)),
  statements(rules, line) {
    const touch_id = needed(line.id(rules.id), rules.id, 'a touch needs an id');
    const campaign_id = needed(line.id(rules.campaign), rules.campaign, 'a touch needs its campaign');
    const touchedAt = needed(line.instant(rules.touched_at), rules.touched_at, 'a touch needs its time');
    const whom = {
      lead_id: line.id(rules.lead),
      deal_id: line.id(rules.deal),
      account_id: line.id(rules.account),
    };
    if (Object.values(whom).every((one) => one === null))
      throw new Unusable(null, 'a touch needs whom it touched: a lead, a deal or an account');
    return [
      {
        type: 'campaign.touched',
        occurredAt: touchedAt,
        data: { campaign_id, touched_at: touchedAt, touch_id, ...whom },
      },
    ];
  },
});

/**
 * A line is `campaign.spent`: what a campaign cost on a day. Without an id it is the expense of that campaign and instant, so
 * that a later export corrects it.
 */
export const SPENDING = defineEntity({
  name: 'spending',
  one: 'expense',
  isLog: true,
  metrics: ['campaign_spend', 'cost_per_lead', 'marketing_roi'],
  rules: z.strictObject({
    id: id.optional(),
    campaign: id,
    spent_at: instant,
    amount: text,
    currency: text,
  }),
  subject: (rules, line) => subjectNamed('campaign', line.id(rules.campaign)),
  statements(rules, line) {
    const campaign_id = line.id(rules.campaign);
    // A total of several.
    if (campaign_id === null) return [];
    const spentAt = needed(line.instant(rules.spent_at), rules.spent_at, 'an expense needs its time');
    return [
      {
        type: 'campaign.spent',
        occurredAt: spentAt,
        data: {
          campaign_id,
          spent_at: spentAt,
          amount: needed(line.decimal(rules.amount), rules.amount, 'an expense needs its amount'),
          currency: needed(line.text(rules.currency), rules.currency, 'an amount needs a currency'),
          spend_id: line.id(rules.id) ?? `spent at ${new Date(spentAt).toISOString()}`,
        },
      },
    ];
  },
});
