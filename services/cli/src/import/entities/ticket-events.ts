import { z } from 'zod';
import { defineEntity, type Line, needed } from '../entity.js';
import type { Statement } from '../events.js';
import { id, instant } from '../rules.js';
import { titleMeant } from '../titles.js';

const EVENTS = ['responded', 'resolved', 'reopened', 'paused', 'resumed', 'nothing'] as const;

/**
 * What happened, by the cells of these columns with a space between them: the first of the values that is theirs, where `*`
 * stands for anything. What is none of them is nothing.
 */
const what = z.strictObject({
  columns: z.array(z.string().min(1)).min(1),
  values: z.record(z.string(), z.enum(EVENTS)),
});

/** A line is one thing that happened to a ticket, which the tickets themselves say when it was opened. */
export const TICKET_EVENTS = defineEntity({
  name: 'ticket-events',
  one: 'event',
  metrics: ['first_response_time_p50', 'tickets_resolved', 'tickets_reopened'],
  isLog: true,
  rules: z.strictObject({
    /** The ticket. */
    ticket: id,
    what,
    at: instant,
    /** The reply, where it is one. */
    id: id.optional(),
    rep: id.optional(),
  }),
  subject: () => null,
  statements(rules, line) {
    const happened = eventOf(rules.what, line);
    if (happened === 'nothing') return [];
    const ticket_id = needed(line.id(rules.ticket), rules.ticket, 'what happened needs the id of the ticket');
    const at = needed(line.instant(rules.at), rules.at, 'what happened needs its time');
    const rep_id = line.id(rules.rep);
    const statement = (type: Statement['type'], data: Record<string, unknown>): Statement[] => [
      { type, occurredAt: at, data: { ticket_id, ...data } },
    ];
    switch (happened) {
      case 'responded':
        return statement('ticket.responded', {
          responded_at: at,
          rep_id,
          author: 'agent',
          visibility: 'public',
          response_id: line.id(rules.id),
        });
      case 'resolved':
        return statement('ticket.resolved', { resolved_at: at, rep_id });
      case 'reopened':
        return statement('ticket.reopened', { reopened_at: at });
      case 'paused':
        return statement('ticket.paused', { paused_at: at });
      case 'resumed':
        return statement('ticket.resumed', { resumed_at: at });
    }
  },
});

function eventOf({ columns, values }: z.infer<typeof what>, { row }: Line): (typeof EVENTS)[number] {
  const cells = columns.map((column) => row[column]?.trim() ?? '').join(' ');
  const found = Object.keys(values).find((each) => titleMeant([each], [cells]) !== null);
  return found === undefined ? 'nothing' : values[found]!;
}
