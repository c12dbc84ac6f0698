import { z } from 'zod';
import { subjectNamed } from '../claims.js';
import { defineEntity, needed } from '../entity.js';
import { id, instant, text } from '../rules.js';

/** A line is `activity.logged`. */
export const ACTIVITIES = defineEntity({
  name: 'activities',
  one: 'activity',
  metrics: ['activities'],
  rules: z.strictObject({
    id,
    performed_at: instant,
    kind: text,
    quantity: text.optional(),
    rep: id.optional(),
    account: id.optional(),
    deal: id.optional(),
    lead: id.optional(),
  }),
  subject: (rules, line) => subjectNamed('activity', line.id(rules.id)),
  statements(rules, line) {
    const performedAt = needed(
      line.instant(rules.performed_at),
      rules.performed_at,
      'an activity needs its time',
    );
    const quantity = line.decimal(rules.quantity);
    return [
      {
        type: 'activity.logged',
        occurredAt: performedAt,
        data: {
          activity_id: needed(line.id(rules.id), rules.id, 'an activity needs an id'),
          performed_at: performedAt,
          kind: needed(line.text(rules.kind), rules.kind, 'an activity is of a kind, for example email_sent'),
          quantity: quantity === null ? null : Number(quantity),
          rep_id: line.id(rules.rep),
          account_id: line.id(rules.account),
          deal_id: line.id(rules.deal),
          lead_id: line.id(rules.lead),
        },
      },
    ];
  },
});
