import { type Static, Type } from 'typebox';
import { instant, named, nullable, text, texts } from './json-schema.js';
import { Conversion, Freshness, Tenant } from './query.js';

/** An open deal that may be lost, and why. */
export const DealAtRisk = named(
  'DealAtRisk',
  Type.Object({
    deal_id: text,
    account_id: Type.String({ description: 'Empty: none is known.' }),
    rep: Type.String({ description: 'Who owns it now; empty: nobody.' }),
    office: text,
    team: text,
    labels: Type.Optional(texts),
    pipeline: text,
    stage: text,
    currency: text,
    amount: nullable('string', { description: 'A decimal, in `currency`.' }),
    in_stage_since: instant,
    last_activity_at: instant,
    expected_close: nullable('string', { description: 'A date.' }),
    reasons: Type.Array(
      Type.Object({
        reason: Type.Union([Type.Literal('quiet'), Type.Literal('overdue'), Type.Literal('slow')]),
        ms: Type.Number({ description: 'Since when: without activity, past the day, in the stage.' }),
        usual_ms: Type.Optional(
          Type.Number({ description: 'Of slow: what three of four stays of won deals did not exceed.' }),
        ),
      }),
    ),
  }),
);
export type DealAtRisk = Static<typeof DealAtRisk>;

export const DealsAtRisk = named(
  'DealsAtRisk',
  Type.Object({
    tenant: Tenant,
    definition: text,
    days: Type.Number({ description: 'Without activity for longer than these, a deal is quiet.' }),
    tz: Type.String({ description: 'By whose calendar a day is over: an IANA zone.' }),
    open: Type.Number({ description: 'How many deals are open.' }),
    at_risk: Type.Number({ description: 'How many of them are at risk, for whatever reasons.' }),
    reasons: Type.Object(
      { quiet: Type.Number(), overdue: Type.Number(), slow: Type.Number() },
      { description: 'How many for each reason; a deal may have several.' },
    ),
    worth: Type.Array(
      Type.Object({
        currency: text,
        amount: Type.String({ description: 'A decimal.' }),
        deals: Type.Number(),
      }),
      { description: 'What those at risk come to that have an amount, of each currency.' },
    ),
    deals: Type.Union([Type.Array(DealAtRisk), Type.Null()], {
      description:
        'Those with most reasons first, then the greatest amount; null without a key of the scope `events`, which sees what they add up to alone.',
    }),
    freshness: Freshness,
  }),
);
export type DealsAtRisk = Static<typeof DealsAtRisk>;

const openAmount = (description: string) => ({
  value: Type.String({ description: `${description} A decimal.` }),
  deals: Type.Number({ description: 'How many open deals with an amount.' }),
  weighted: nullable('string', {
    description:
      'What of that is won, if deals go on to be won as in the year before; null: nothing says it.',
  }),
});

/** The open deals of a stage, and how many of those that were in it were won. */
export const ForecastStage = named(
  'ForecastStage',
  Type.Object({
    dimensions: texts,
    labels: Type.Optional(texts),
    ...openAmount('What is open in the stage.'),
    won: Type.Number({ description: 'Deals won in the year that were ever in the stage, of everybody.' }),
    closed: Type.Number({ description: 'Deals won or lost.' }),
    close_rate: nullable('number', { description: 'won / closed; null: none was closed.' }),
    low: Type.Optional(Type.Number({ description: 'Lower end of its 95 % interval, Wilson 1927.' })),
    high: Type.Optional(Type.Number({ description: 'Upper end of it.' })),
  }),
);
export type ForecastStage = Static<typeof ForecastStage>;

export const ForecastTotal = named(
  'ForecastTotal',
  Type.Object({
    dimensions: texts,
    labels: Type.Optional(texts),
    ...openAmount('What is open in all stages.'),
    unweighed: Type.Number({
      description:
        'How many of the deals are in stages that no closed deal was in: they are in value, and not in weighted.',
    }),
  }),
);
export type ForecastTotal = Static<typeof ForecastTotal>;

/** The open pipeline, each stage weighed by how many of its deals are won. */
export const Forecast = named(
  'Forecast',
  Type.Object({
    tenant: Tenant,
    definition: text,
    to: Type.String({ description: 'The end of the period, at which deals are open.' }),
    tz: text,
    year: Type.Object(
      { from: Type.String({ format: 'date' }), to: Type.String({ format: 'date' }) },
      { description: 'Of whose closed deals the rates are; `to` is the day after the last.' },
    ),
    conversion: Type.Optional(Conversion),
    totals: Type.Array(ForecastTotal, { description: 'By what was asked for, and by currency.' }),
    stages: Type.Array(ForecastStage, { description: 'What the totals are made of.' }),
    freshness: Freshness,
  }),
);
export type Forecast = Static<typeof Forecast>;
