import { BETTER, UNITS } from '@tallyboard/metrics/metric';
import { type Static, Type } from 'typebox';
import { amount, named, nullable, record, text, words } from './json-schema.js';
import { Freshness, Tenant } from './query.js';

/** What a metric came to on one side of a change. */
export const ImpactSide = Type.Object({
  from: Type.String({ format: 'date-time' }),
  to: Type.String({ format: 'date-time', description: 'The instant after the last.' }),
  value: amount('null: nothing to divide by.'),
  n: Type.Number({ description: 'How many stand behind it.' }),
});
export type ImpactSide = Static<typeof ImpactSide>;

const difference = {
  low: nullable('number', { description: 'Lower end of its 95 % interval; null: chance is not told.' }),
  high: nullable('number', { description: 'Upper end of it.' }),
};

export const ImpactGroup = named(
  'ImpactGroup',
  Type.Object({
    filter: record(Type.Array(text)),
    before: ImpactSide,
    after: ImpactSide,
    difference: Type.Object({ value: nullable('number', { description: 'after − before' }), ...difference }),
  }),
);
export type ImpactGroup = Static<typeof ImpactGroup>;

export const IMPACT_VERDICTS = ['rose', 'fell', 'cannot_tell', 'no_interval'] as const;

/** A metric before and after a change, and what chance lets be told of it. */
export const Impact = named(
  'Impact',
  Type.Object({
    tenant: Tenant,
    metric: text,
    title: text,
    unit: words(UNITS),
    better: words(BETTER),
    tz: text,
    at: Type.String({ format: 'date', description: 'The first day of what has changed.' }),
    days: Type.Number({ description: 'Of each side.' }),
    so_far: Type.Boolean({
      description: 'Whether these are fewer than were asked for, as no more are over.',
    }),
    changed: ImpactGroup,
    against: Type.Union([ImpactGroup, Type.Null()], {
      description: 'Those of whom nothing has changed; null where none were named.',
    }),
    difference_in_differences: Type.Union(
      [Type.Object({ value: Type.Number(), ...difference }), Type.Null()],
      { description: 'By how much more it rose than in the group it is compared with.' },
    ),
    verdict: words(IMPACT_VERDICTS),
    is_better: Type.Union([Type.Boolean(), Type.Null()]),
    method: nullable('string', { description: 'How the interval was computed, and after whom.' }),
    why_no_interval: nullable('string'),
    freshness: Freshness,
  }),
);
export type Impact = Static<typeof Impact>;
