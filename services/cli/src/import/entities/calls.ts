import { z } from 'zod';
import { subjectNamed } from '../claims.js';
import { defineEntity, needed } from '../entity.js';
import { duration, id, instant, text } from '../rules.js';

/** A line is `call.logged`. */
export const CALLS = defineEntity({
  name: 'calls',
  one: 'call',
  metrics: ['calls', 'connect_rate', 'talk_time'],
  rules: z.strictObject({
    id,
    started_at: instant,
    direction: text,
    outcome: text,
    /** Talk time; none is 0. */
    duration: duration.optional(),
    channel: text.default({ constant: 'phone' }),
    rep: id.optional(),
    account: id.optional(),
  }),
  subject: (rules, line) => subjectNamed('call', line.id(rules.id)),
  statements(rules, line) {
    const startedAt = needed(
      line.instant(rules.started_at),
      rules.started_at,
      'a call needs the time of its start',
    );
    return [
      {
        type: 'call.logged',
        occurredAt: startedAt,
        data: {
          call_id: needed(line.id(rules.id), rules.id, 'a call needs an id'),
          started_at: startedAt,
          direction: needed(line.text(rules.direction), rules.direction, 'a call is inbound or outbound'),
          outcome: needed(line.text(rules.outcome), rules.outcome, 'a call needs an outcome'),
          duration_ms: line.durationMs(rules.duration) ?? 0,
          channel: line.text(rules.channel) ?? 'phone',
          rep_id: line.id(rules.rep),
          account_id: line.id(rules.account),
        },
      },
    ];
  },
});
