import { UNITS } from '@tallyboard/metrics/metric';
import { type Static, Type } from 'typebox';
import { named, nullable, record, words } from './json-schema.js';

const text = Type.String();
const instant = Type.String({ format: 'date-time' });

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
/** What an alert is now; acknowledged and silenced are firing ones of which nobody need be told. */
export const ALERT_STATES = [
  'data_missing',
  'pending',
  'firing',
  'acknowledged',
  'silenced',
  'resolved',
  'withdrawn',
  'inactive',
] as const;

export const Judgement = named(
  'Judgement',
  Type.Object({
    /** Null: too few cases to be judged. */
    holds: nullable('boolean'),
    value: nullable('number'),
    n: Type.Number({ description: 'How many stand behind the value.' }),
    from: instant,
    to: instant,
    against: Type.Union([
      Type.Object({ value: nullable('number'), n: nullable('number'), words: text }),
      Type.Null(),
    ]),
    chance: nullable('number', { description: 'Probability that chance alone makes such a difference.' }),
  }),
);
export type Judgement = Static<typeof Judgement>;

export const AlertStep = named(
  'AlertStep',
  Type.Object({
    id: text,
    state: words(['inactive', 'pending', 'firing', 'resolved', 'withdrawn', 'data_missing'] as const),
    at: instant,
    judgement: Judgement,
    learnt_late: Type.Boolean(),
    corrects: Type.Optional(text),
  }),
);
export type AlertStep = Static<typeof AlertStep>;

export const Alert = named(
  'Alert',
  Type.Object({
    id: text,
    rule: text,
    title: text,
    severity: words(SEVERITIES),
    metric: text,
    unit: words(UNITS),
    group: record(text),
    labels: record(text),
    state: words(ALERT_STATES),
    since: instant,
    fired_at: nullable('string', { format: 'date-time' }),
    ended_at: nullable('string', { format: 'date-time' }),
    judgement: Judgement,
    words: Type.String({ description: 'The rule as a sentence.' }),
    contributions: Type.Array(
      Type.Object({ dimension: text, value: text, label: Type.Optional(text), words: text }),
    ),
    learnt_late: Type.Boolean(),
    /** Found in the past when the rule was new; nobody was told. */
    is_history: Type.Boolean(),
    acknowledged: Type.Optional(Type.Object({ by: text, at: instant, note: Type.Optional(text) })),
    silenced_until: Type.Optional(instant),
    /** Only of a single alert. */
    steps: Type.Optional(Type.Array(AlertStep)),
  }),
);
export type Alert = Static<typeof Alert>;

export const Alerts = named('Alerts', Type.Object({ tenant: text, alerts: Type.Array(Alert) }));
export type Alerts = Static<typeof Alerts>;

/** A rule and how it stands. */
export const AlertRule = named(
  'AlertRule',
  Type.Object({
    name: text,
    title: text,
    words: Type.String({ description: 'The rule as a sentence.' }),
    severity: words(SEVERITIES),
    enabled: Type.Boolean(),
    /** There from the start, made through the API, or written in a file. */
    source: words(['ready', 'api', 'file'] as const),
    judged_to: nullable('string', { format: 'date-time' }),
    groups: Type.Number(),
    /** Sources whose data are awaited. */
    waiting_for: Type.Array(text),
    data_missing: Type.Boolean(),
    /** Why it could not be judged. */
    failure: nullable('string'),
    firing: Type.Number(),
    /** As in a file of rules. */
    rule: Type.Unknown(),
  }),
);
export type AlertRule = Static<typeof AlertRule>;

/** The rules of a tenant. */
export const AlertRules = named(
  'AlertRules',
  Type.Object({
    tenant: text,
    /** Where several instances run, one judges; the others do not know how far it is. */
    judged_here: Type.Boolean(),
    rules: Type.Array(AlertRule),
    /** Files of rules that cannot be read; while there is one, the rules of files are as they were before. */
    broken_files: Type.Array(Type.Object({ file: text, problems: Type.Array(text) })),
  }),
);
export type AlertRules = Static<typeof AlertRules>;

/** When a rule would have fired. */
export const Backtest = named(
  'Backtest',
  Type.Object({
    tenant: text,
    rule: text,
    words: text,
    unit: words(UNITS),
    from: instant,
    to: instant,
    /** How often it was judged, over all groups. */
    judged: Type.Number(),
    firings: Type.Array(
      Type.Object({
        group: record(text),
        since: instant,
        fired_at: instant,
        ended_at: nullable('string', { format: 'date-time' }),
        judgement: Judgement,
      }),
    ),
    /** Of the group asked for, or of the one with the most firings. */
    chart: Type.Object({
      group: record(text),
      points: Type.Array(
        Type.Object({
          at: instant,
          value: nullable('number'),
          against: nullable('number'),
          n: Type.Number(),
          holds: nullable('boolean'),
        }),
      ),
    }),
  }),
);
export type Backtest = Static<typeof Backtest>;

export const Silence = named(
  'Silence',
  Type.Object({
    id: text,
    from: instant,
    to: instant,
    rule: Type.Optional(text),
    group: Type.Optional(record(text)),
    by: text,
    note: Type.Optional(text),
  }),
);
export type Silence = Static<typeof Silence>;

export const Delivery = named(
  'Delivery',
  Type.Object({
    receiver: text,
    notification: text,
    since: instant,
    /** Null: it is held back, by quiet hours or to wait for others. */
    attempts: nullable('number'),
    last_error: nullable('string'),
    next_attempt: nullable('string', { format: 'date-time' }),
  }),
);
export type Delivery = Static<typeof Delivery>;

export const Silences = named('Silences', Type.Object({ tenant: text, silences: Type.Array(Silence) }));
export type Silences = Static<typeof Silences>;

/** Notifications on their way, and those that were given up since the start of the service. */
export const Deliveries = named(
  'Deliveries',
  Type.Object({
    tenant: text,
    pending: Type.Array(Delivery),
    failed: Type.Array(Delivery),
  }),
);
export type Deliveries = Static<typeof Deliveries>;
