import { z } from 'zod';
import { subjectNamed } from '../claims.js';
import { defineEntity, needed } from '../entity.js';
import type { Statement } from '../events.js';
import { id, instant, text } from '../rules.js';

/**
 * A line is `lead.created`, and `lead.contacted`, `lead.qualified`, `lead.converted` and `lead.disqualified` as far as it says
 * when. Where the file tells of both ends and a line has neither, it is `lead.reopened`: an export that shows it open is the
 * later word of one that did not.
 */
export const LEADS = defineEntity({
  name: 'leads',
  one: 'lead',
  metrics: ['leads_created', 'leads_qualified', 'leads_converted', 'lead_conversion_rate'],
  timeless: ['lead.reopened'],
  rules: z.strictObject({
    id,
    created_at: instant,
    rep: id.optional(),
    name: text.optional(),
    lead_source: text.optional(),
    segment: text.optional(),
    region: text.optional(),
    campaign: id.optional(),
    contacted_at: instant.optional(),
    qualified_at: instant.optional(),
    converted_at: instant.optional(),
    deal: id.optional(),
    account: id.optional(),
    disqualified_at: instant.optional(),
    reason: text.optional(),
  }),
  subject: (rules, line) => subjectNamed('lead', line.id(rules.id)),
  statements(rules, line) {
    const lead_id = needed(line.id(rules.id), rules.id, 'a lead needs an id');
    const createdAt = needed(
      line.instant(rules.created_at),
      rules.created_at,
      'a lead needs the time at which it came in',
    );
    const said: Statement[] = [
      {
        type: 'lead.created',
        occurredAt: createdAt,
        data: {
          lead_id,
          created_at: createdAt,
          rep_id: line.id(rules.rep),
          name: line.text(rules.name),
          lead_source: line.text(rules.lead_source),
          segment: line.text(rules.segment),
          region: line.text(rules.region),
          campaign_id: line.id(rules.campaign),
        },
      },
    ];
    const contactedAt = line.instant(rules.contacted_at);
    if (contactedAt !== null)
      said.push({
        type: 'lead.contacted',
        occurredAt: contactedAt,
        // The line knows one contact, so that a later export corrects it.
        data: { lead_id, contacted_at: contactedAt, contact_id: `first contact of ${lead_id}` },
      });
    const qualifiedAt = line.instant(rules.qualified_at);
    if (qualifiedAt !== null)
      said.push({
        type: 'lead.qualified',
        occurredAt: qualifiedAt,
        data: { lead_id, qualified_at: qualifiedAt },
      });
    const convertedAt = line.instant(rules.converted_at);
    if (convertedAt !== null)
      said.push({
        type: 'lead.converted',
        occurredAt: convertedAt,
        data: {
          lead_id,
          converted_at: convertedAt,
          deal_id: line.id(rules.deal),
          account_id: line.id(rules.account),
        },
      });
    const disqualifiedAt = line.instant(rules.disqualified_at);
    if (disqualifiedAt !== null)
      said.push({
        type: 'lead.disqualified',
        occurredAt: disqualifiedAt,
        data: { lead_id, disqualified_at: disqualifiedAt, reason: line.text(rules.reason) },
      });
    if (rules.converted_at && rules.disqualified_at && convertedAt === null && disqualifiedAt === null)
      said.push({
        type: 'lead.reopened',
        occurredAt: line.asOf,
        data: { lead_id, reopened_at: line.asOf },
      });
    return said;
  },
});
