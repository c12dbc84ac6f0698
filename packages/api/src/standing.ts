import { INDICATORS, UNITS } from '@tallyboard/metrics/metric';
import { type Static, Type } from 'typebox';
import { amount, named, nullable, text, texts, words } from './json-schema.js';
import { Freshness, Tenant } from './query.js';

export const VERDICTS = ['struggles', 'typical', 'leads', 'too_few', 'not_done'] as const;

/** Where one rep of an office stands by one metric. */
export const RepStanding = named(
  'RepStanding',
  Type.Object({
    rep: text,
    name: Type.Optional(text),
    value: amount('The number of the period; null: nothing to divide by.'),
    n: Type.Number({ description: 'How many stand behind it.' }),
    in_force: Type.Number({
      description:
        'Which part of the period, up to now, the rep was in the office, from 0 to 1; totals are compared by what a whole one would be.',
    }),
    estimate: nullable('number', {
      description:
        'The number drawn towards that of the others, the more the less stands behind it (of totals: of a whole period); null where there is too little.',
    }),
    low: nullable('number', { description: 'Lower end of the 95 % interval of the estimate.' }),
    high: nullable('number', { description: 'Upper end of it.' }),
    pooled: nullable('number', {
      description: 'How much of the estimate is that of the others: 0 nothing, 1 everything.',
    }),
    verdict: words(VERDICTS),
    worst_in_a_row: Type.Number({
      description: 'How many of the last whole weeks or months in a row were among the worst quarter.',
    }),
    since: nullable('string', {
      format: 'date-time',
      description: 'When the first of these began; null where the last one was not.',
    }),
  }),
);
export type RepStanding = Static<typeof RepStanding>;

/** The reps of one office by one metric. */
export const StandingGroup = named(
  'StandingGroup',
  Type.Object({
    metric: text,
    title: text,
    unit: words(UNITS),
    better: words(['up', 'down'] as const),
    indicator: words(INDICATORS),
    dimensions: texts,
    labels: Type.Optional(texts),
    median: nullable('number', {
      description: 'The typical rep: of those of whom there is enough to tell.',
    }),
    best_quarter: nullable('number', { description: 'Where the better quarter of them begins.' }),
    worst_quarter: nullable('number', { description: 'Where the worse quarter of them begins.' }),
    reps: Type.Array(RepStanding),
  }),
);
export type StandingGroup = Static<typeof StandingGroup>;

export const Standing = named(
  'Standing',
  Type.Object({
    tenant: Tenant,
    definition: text,
    from: Type.String({ format: 'date-time' }),
    to: Type.String({ format: 'date-time' }),
    tz: text,
    looked_back: Type.Object(
      { interval: words(['week', 'month'] as const), from: Type.String({ format: 'date-time' }) },
      { description: 'By what chance was told and runs were counted, and since when.' },
    ),
    groups: Type.Array(StandingGroup, {
      description: 'By metric and office, and of money by currency.',
    }),
    freshness: Freshness,
  }),
);
export type Standing = Static<typeof Standing>;
