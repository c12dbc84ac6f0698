import { STATES } from '@tallyboard/alerting/alert';
import { Rule, SEVERITIES } from '@tallyboard/alerting/rule';
import { zoneNamed } from '@tallyboard/calendar/zones';
import { UNITS } from '@tallyboard/metrics/metric';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';

const name = Type.String({ minLength: 1 });
const words = Type.String();
/** Epoch seconds, as far as a DateTime of ClickHouse goes. */
const instant = Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 });
const optional = (shape: TSchema) => Type.Optional(shape);
const nullable = (shape: TSchema) => Type.Union([shape, Type.Null()]);
const kind = <const T extends string>(of: T, fields: Record<string, TSchema>) =>
  Type.Object({ kind: Type.Literal(of), ...fields });
/** Dimension → value. */
const byDimension = Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]*$' }), Type.String(), {
  additionalProperties: false,
});
const zone = Type.Refine(Type.String(), (text) => zoneNamed(String(text)) !== null);

const Judgement = Type.Object({
  holds: nullable(Type.Boolean()),
  value: nullable(Type.Number()),
  n: Type.Number(),
  from: instant,
  to: instant,
  against: nullable(Type.Object({ value: nullable(Type.Number()), n: nullable(Type.Number()), words })),
  chance: nullable(Type.Number()),
});

const Transition = Type.Object({
  id: name,
  alert: name,
  tenant: name,
  rule: name,
  title: words,
  severity: Type.Enum([...SEVERITIES]),
  metric: name,
  unit: Type.Enum([...UNITS]),
  group: byDimension,
  labels: byDimension,
  state: Type.Enum([...STATES]),
  tz: optional(zone),
  at: instant,
  since: instant,
  judgement: Judgement,
  words,
  contributions: Type.Array(Type.Object({ dimension: name, value: words, label: optional(words), words })),
  learnt_late: Type.Boolean(),
  rule_is_gone: optional(Type.Literal(true)),
  corrects: optional(name),
  is_history: Type.Boolean(),
});

const { notify, quiet, inhibited_by } = Rule.properties;
const Routing = Type.Object({ notify, quiet, inhibited_by });

const by = words;
const note = optional(words);
const Action = Type.Union([
  kind('acknowledged', { alert: name, by, note }),
  kind('silenced', {
    silence: name,
    from: instant,
    to: instant,
    rule: optional(name),
    group: optional(byDimension),
    by,
    note,
  }),
  kind('unsilenced', { silence: name, by }),
  // One that this version cannot judge stays, and its standing says why.
  kind('rule_set', { rule: Rule, by }),
  kind('rule_removed', { rule: name, by }),
]);

/** What a record of crm.alerts has to be like; what it has besides is of another version, and does no harm. */
const RECORDS = [
  kind('transition', { transition: Transition }),
  kind('action', { tenant: name, action: Action }),
  kind('reminder', {
    tenant: name,
    alert: name,
    reason: Type.Enum(['escalation', 'quiet_is_over']),
    to: optional(Type.Array(name)),
  }),
  kind('rule', {
    tenant: name,
    rule: name,
    fingerprint: name,
    condition: optional(name),
    routing: optional(Routing),
  }),
];

// Compiled, since the whole log is read at each start.
const shapes = RECORDS.map((shape) => Compile(shape));

/** Whether something is a record of any kind. */
export const isRecord = (said: unknown): boolean => shapes.some((shape) => shape.Check(said));
