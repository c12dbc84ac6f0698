import { type Notification, STATES } from '@tallyboard/alerting/alert';
import { SEVERITIES } from '@tallyboard/alerting/rule';
import { UNITS } from '@tallyboard/metrics/metric';
import { type Static, Type } from 'typebox';
import { iso, judgementShown } from './in-iso.js';
import type { Message } from './message.js';

const nullable = (type: 'number' | 'string', description: string) =>
  Type.Unsafe<number | string | null>({ type: [type, 'null'], description });
const instant = (description: string) =>
  Type.String({ format: 'date-time', description: `${description}, ISO 8601 in UTC` });

const Transition = Type.Object({
  id: Type.String({ description: 'of this step; the same whoever computes it: drop what you have seen' }),
  alert: Type.String({ description: 'of the alert, from its beginning to its end' }),
  tenant: Type.String(),
  rule: Type.String(),
  title: Type.String({ description: 'of the rule, as its author wrote it' }),
  severity: Type.Enum([...SEVERITIES]),
  metric: Type.String(),
  unit: Type.Enum([...UNITS]),
  group: Type.Record(Type.String(), Type.String(), { description: 'dimension to value' }),
  labels: Type.Record(Type.String(), Type.String(), { description: 'dimension to the name for people' }),
  state: Type.Enum([...STATES]),
  tz: Type.Optional(
    Type.String({
      description: "zone of the rule's days and hours, or of the office it is about; left out: UTC",
    }),
  ),
  at: instant('what was judged; of a withdrawal the instant that had fired'),
  since: instant('when the alert began to hold'),
  judgement: Type.Object({
    holds: Type.Unsafe<boolean | null>({ type: ['boolean', 'null'], description: 'null: too few cases' }),
    value: nullable('number', 'of the interval, in the unit of the metric; null: nothing to divide by'),
    n: Type.Number({ description: 'how many cases stand behind the value' }),
    from: instant('start of the interval'),
    to: instant('its end, which is not in it'),
    against: Type.Unsafe<object | null>({
      type: ['object', 'null'],
      description: 'what it is compared with',
      properties: {
        value: { type: ['number', 'null'] },
        n: { type: ['number', 'null'] },
        words: { type: 'string' },
      },
      required: ['value', 'n', 'words'],
    }),
    chance: nullable(
      'number',
      'probability that chance alone makes such a difference; null: none is computed',
    ),
  }),
  words: Type.String({ description: 'the rule as a sentence' }),
  contributions: Type.Array(
    Type.Object({
      dimension: Type.String(),
      value: Type.String(),
      label: Type.Optional(Type.String()),
      words: Type.String(),
    }),
    { description: 'groups that changed the value most, greatest first' },
  ),
  learnt_late: Type.Boolean({ description: 'found out long after `at`, by data that came late' }),
  rule_is_gone: Type.Optional(
    Type.Literal(true, {
      description:
        'it ends because the rule is no more, or does not look at it any more: what became of it nobody knows',
    }),
  ),
  corrects: Type.Optional(Type.String({ description: 'of a withdrawal: the id of the step that was wrong' })),
  is_history: Type.Boolean(),
  link: nullable('string', 'page of the alert'),
  said: Type.String({ description: 'what became of it, in words' }),
});

/** What a webhook receives, and a topic: the form that Standard Webhooks asks for. */
export const WebhookBody = Type.Object(
  {
    type: Type.Enum(['alert', 'escalation', 'heartbeat', 'test']),
    timestamp: Type.String({ description: 'when it was told first, ISO 8601' }),
    data: Type.Object({
      id: Type.String({ description: 'as the header webhook-id: drop what you have seen' }),
      tenant: Type.String(),
      title: Type.String({ description: 'one line, under 120 characters' }),
      transitions: Type.Array(Transition, { description: 'oldest first' }),
    }),
  },
  { title: 'What a webhook of Tallyboard receives' },
);
export type WebhookBody = Static<typeof WebhookBody>;

/** The same text for every attempt. Values are as they came: whoever shows them escapes them. */
export function webhookBody(notification: Notification, message: Message, nowMs: number): string {
  const { id, kind, tenant, transitions, links } = notification;
  const body: WebhookBody = {
    type: kind,
    timestamp: new Date(nowMs).toISOString(),
    data: {
      id,
      tenant,
      title: message.title,
      transitions: transitions.map((transition, index) => ({
        ...transition,
        at: iso(transition.at),
        since: iso(transition.since),
        judgement: judgementShown(transition.judgement),
        group: { ...transition.group },
        labels: { ...transition.labels },
        contributions: [...transition.contributions],
        link: links[transition.alert] ?? null,
        said: message.alerts[index]?.state ?? transition.state,
      })),
    },
  };
  return JSON.stringify(body);
}
