import { BETTER, UNITS } from '@tallyboard/metrics/metric';
import { type Static, Type } from 'typebox';
import { instant, named, nullable, record, text, words } from './json-schema.js';
import { Conversion, Freshness, Tenant } from './query.js';

/** Periods that a goal can have anew each time. */
export const GOAL_PERIODS = ['this_week', 'this_month', 'this_quarter', 'this_year'] as const;

/** What somebody wants a metric to come to. */
export const Goal = named(
  'Goal',
  Type.Object(
    {
      name: Type.String({
        pattern: '^[a-z0-9][a-z0-9_-]{0,63}$',
        description: 'Lower case letters, digits, - and _.',
      }),
      title: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
      metric: text,
      filter: Type.Optional(record(Type.Array(text, { minItems: 1, maxItems: 50 }))),
      parameters: Type.Optional(record(Type.Number())),
      currency: Type.Optional(
        Type.String({
          pattern: '^[A-Z]{3}$',
          description: 'In which its amounts are: those in others are converted into it, as of metrics.',
        }),
      ),
      period: Type.Optional(words(GOAL_PERIODS)),
      from: Type.Optional(Type.String({ description: 'Instead of period: its first day.' })),
      to: Type.Optional(Type.String({ description: 'The day after its last one.' })),
      tz: Type.Optional(
        Type.String({
          description: 'Whose days; default: the zone of the one office it is filtered to, else UTC.',
        }),
      ),
      target: Type.Number({ description: 'In the unit of the metric: a share as 0.5, a duration in ms.' }),
      baseline: Type.Optional(
        Type.Number({ description: 'Where one comes from: what it was when the goal was set.' }),
      ),
    },
    { additionalProperties: false },
  ),
);
export type Goal = Static<typeof Goal>;

export const GOAL_STATUS = ['to_come', 'no_value', 'reached', 'on_pace', 'behind', 'missed'] as const;

/** How a goal is doing. */
export const GoalProgress = named(
  'GoalProgress',
  Type.Object({
    name: text,
    title: text,
    metric: text,
    unit: words(UNITS),
    better: words(BETTER),
    from: instant,
    to: Type.String({ format: 'date-time', description: 'The instant after the last.' }),
    tz: text,
    target: Type.Number(),
    baseline: nullable('number'),
    actual: nullable('number', {
      description: 'null: nothing to divide by, or no rate by which to convert, as conversion says.',
    }),
    n: Type.Number({ description: 'How many stand behind it.' }),
    conversion: Type.Optional(Conversion),
    adds_up: Type.Boolean({
      description:
        'Whether it grows by what is done; of what does not, such as a share, the projection is the actual.',
    }),
    share: nullable('number', {
      description:
        'Of the target: 1 is reached, and more is better also where less of the metric is. Of what adds up and should be little, of the projection; from the baseline on, where a level has one.',
    }),
    elapsed: Type.Number({ description: 'Which part of the working time of the period is over, 0 to 1.' }),
    expected: nullable('number', {
      description:
        'By now: of what adds up the target × elapsed, of a level from the baseline towards the target.',
    }),
    projection: nullable('number', { description: 'At the end, if it goes on like this.' }),
    filled: nullable('number', {
      description:
        'How much of a bar is full: of what adds up the actual ÷ the target, of a level the share.',
    }),
    mark: Type.Number({ description: 'Where on that bar one should be by now.' }),
    days_left: Type.Number({ description: 'Days that are not over, today among them.' }),
    working_days_left: nullable('number', { description: 'Those of them with working time left.' }),
    schedule: nullable('string', {
      description:
        'By whose working time: the schedule of its one office, else default; null: none is known, and time is the calendar’s.',
    }),
    status: words(GOAL_STATUS),
    goal: Goal,
  }),
);
export type GoalProgress = Static<typeof GoalProgress>;

export const Goals = named(
  'Goals',
  Type.Object({ tenant: Tenant, goals: Type.Array(GoalProgress), freshness: Freshness }),
);
export type Goals = Static<typeof Goals>;
