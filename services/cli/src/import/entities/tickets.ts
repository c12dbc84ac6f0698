import { z } from 'zod';
import { subjectNamed } from '../claims.js';
import { defineEntity, needed } from '../entity.js';
import type { Statement } from '../events.js';
import { duration, id, instant, text } from '../rules.js';

/** A line is `ticket.opened`, the first public answer where it has one, and `ticket.resolved` where it has the time of that. */
export const TICKETS = defineEntity({
  name: 'tickets',
  one: 'ticket',
  metrics: ['tickets_opened', 'first_response_time_p50', 'tickets_resolved'],
  rules: z.strictObject({
    id,
    opened_at: instant,
    channel: text.default({ constant: 'email' }),
    priority: text.optional(),
    account: id.optional(),
    rep: id.optional(),
    /** By whose working time it is measured. */
    schedule: id.optional(),
    opened_by: text.default({ constant: 'customer' }),
    first_response_at: instant.optional(),
    /** For exports that say how long it took instead of when it was. */
    first_response_after: duration.optional(),
    first_responder: id.optional(),
    resolved_at: instant.optional(),
    resolver: id.optional(),
  }),
  subject: (rules, line) => subjectNamed('ticket', line.id(rules.id)),
  statements(rules, line) {
    const ticket_id = needed(line.id(rules.id), rules.id, 'a ticket needs an id');
    const openedAt = needed(
      line.instant(rules.opened_at),
      rules.opened_at,
      'a ticket needs the time of its opening',
    );
    const said: Statement[] = [
      {
        type: 'ticket.opened',
        occurredAt: openedAt,
        data: {
          ticket_id,
          opened_at: openedAt,
          channel: line.text(rules.channel) ?? 'email',
          priority: line.text(rules.priority),
          account_id: line.id(rules.account),
          rep_id: line.id(rules.rep),
          opened_by: line.text(rules.opened_by) ?? 'customer',
          schedule_id: line.id(rules.schedule),
        },
      },
    ];
    const afterMs = line.durationMs(rules.first_response_after);
    const respondedAt =
      line.instant(rules.first_response_at) ?? (afterMs === null ? null : openedAt + afterMs);
    if (respondedAt !== null)
      said.push({
        type: 'ticket.responded',
        occurredAt: respondedAt,
        data: {
          ticket_id,
          responded_at: respondedAt,
          rep_id: line.id(rules.first_responder),
          author: 'agent',
          visibility: 'public',
        },
      });
    const resolvedAt = line.instant(rules.resolved_at);
    if (resolvedAt !== null)
      said.push({
        type: 'ticket.resolved',
        occurredAt: resolvedAt,
        data: { ticket_id, resolved_at: resolvedAt, rep_id: line.id(rules.resolver) },
      });
    return said;
  },
});
