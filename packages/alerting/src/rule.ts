import { type Static, Type } from 'typebox';

const text = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });
const duration = (description: string) =>
  Type.String({
    pattern: '^[1-9][0-9]{0,3}(m|h|d|w)$',
    description: `${description}; as in 30m, 4h, 1d, 4w`,
  });
const names = (description: string) =>
  Type.Array(text('a name'), { minItems: 1, maxItems: 100, description });

/** How a value of the metric is written. */
const IN_ITS_UNIT = 'in the unit of the metric: a share as 0.4, durations in ms, money as an amount';

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Hours of a week, in the zone of the rule. */
export const Hours = Type.Object(
  {
    days: Type.Optional(
      Type.Array(Type.Enum([...DAYS]), {
        minItems: 1,
        description: 'days of the week; left out: all of them',
      }),
    ),
    from: Type.Optional(
      Type.String({ pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$', description: 'time of day, 08:00' }),
    ),
    to: Type.Optional(
      Type.String({
        pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
        description: 'time of day, 18:00; before `from`: over midnight',
      }),
    ),
    except: Type.Optional(
      Type.Array(
        Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description: 'a date, 2026-12-24' }),
        {
          description: 'dates that do not count: holidays',
        },
      ),
    ),
  },
  { additionalProperties: false },
);
export type Hours = Static<typeof Hours>;

const factor = Type.Optional(
  Type.Number({
    minimum: 0,
    maximum: 10,
    description: 'how much of a change is none yet, as a share: 0.1 is 10 %',
  }),
);
const Trend = Type.Object(
  {
    margin: factor,
    chance: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 0.1,
        description: 'holds when chance explains it with less than this',
      }),
    ),
    windows: Type.Optional(
      Type.Integer({
        minimum: 2,
        maximum: 52,
        description:
          'how many windows before it are compared with; default 13, or of less than a week the same hours of 8 weeks',
      }),
    ),
  },
  { additionalProperties: false, description: 'more than chance explains, against the windows before' },
);

/** What makes a rule hold; exactly one of these. */
export const CONDITIONS = ['above', 'below', 'change', 'rising', 'falling', 'missing', 'off_pace'] as const;

export const Rule = Type.Object(
  {
    name: Type.String({
      pattern: '^[a-z0-9][a-z0-9_-]{0,63}$',
      description: 'what it is called: letters, digits, - and _',
    }),
    title: Type.Optional(text('what people read')),
    metric: text('a metric of the catalogue'),
    parameters: Type.Optional(
      Type.Record(Type.String(), Type.Number(), { description: 'parameters of the metric' }),
    ),
    filter: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Array(Type.String({ maxLength: 256 }), { minItems: 1, maxItems: 100 }),
        {
          description: 'dimension → values of which one must hold',
        },
      ),
    ),
    by: Type.Optional(names('dimensions: each of their groups has a state of its own')),
    window: duration('the span that is judged'),
    every: Type.Optional(
      Type.Enum(['15m', '1h', '1d'], {
        description: 'how often; default 15m up to a window of a day, else 1d',
      }),
    ),
    tz: Type.Optional(text('zone of days and hours, or office: of each office its own; default UTC')),
    above: Type.Optional(Type.Number({ description: `holds when the value is greater; ${IN_ITS_UNIT}` })),
    below: Type.Optional(Type.Number({ description: `holds when the value is less; ${IN_ITS_UNIT}` })),
    change: Type.Optional(
      Type.Object(
        {
          by: Type.Number({
            description: 'holds when it is greater by this share, or less if negative: 0.5 is +50 %',
          }),
          weeks: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 26,
              description: 'against the same weekday and hour of so many weeks; default 4',
            }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    rising: Type.Optional(Trend),
    falling: Type.Optional(Trend),
    missing: Type.Optional(
      Type.Object(
        {
          usual: Type.Number({
            minimum: 1,
            description: 'holds when there is nothing where the same hours of past weeks had so many',
          }),
        },
        { additionalProperties: false },
      ),
    ),
    off_pace: Type.Optional(
      Type.Object(
        {
          target: Type.Number({ exclusiveMinimum: 0, description: `of the whole period; ${IN_ITS_UNIT}` }),
          period: Type.Enum(['week', 'month', 'quarter', 'year']),
          tolerance: Type.Optional(
            Type.Number({ minimum: 0, maximum: 1, description: 'so much behind is no alarm; default 0.1' }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    min_n: Type.Optional(Type.Integer({ minimum: 1, description: 'fewer cases than these are not judged' })),
    for: Type.Optional(duration('how long it must hold before it fires')),
    clear_after: Type.Optional(duration('how long it must not hold before it is over; default as `for`')),
    during: Type.Optional(Hours),
    wait: Type.Optional(
      duration('longest wait for late data, after which it says that data are missing; default 2h'),
    ),
    severity: Type.Optional(Type.Enum([...SEVERITIES])),
    notify: Type.Optional(names('receivers; default: all')),
    quiet: Type.Optional(Hours),
    inhibited_by: Type.Optional(
      names('rules: while one of them fires for the same group, this one tells nobody'),
    ),
    escalate: Type.Optional(
      Type.Object(
        { after: duration('how long without acknowledgement'), notify: names('receivers') },
        { additionalProperties: false },
      ),
    ),
    enabled: Type.Optional(Type.Boolean({ description: 'true or false; default true' })),
  },
  { $id: 'Rule', additionalProperties: false, description: 'What is watched, and when it is an alert.' },
);
export type Rule = Static<typeof Rule>;

/** A file of rules. */
export const RuleFile = Type.Object(
  {
    tenant: Type.Optional(text('whose numbers; default demo')),
    rules: Type.Array(Rule, { maxItems: 5_000 }),
  },
  { additionalProperties: false },
);
export type RuleFile = Static<typeof RuleFile>;
