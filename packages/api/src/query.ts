import { WEEKDAYS } from '@tallyboard/calendar/dates';
import { INTERVALS } from '@tallyboard/calendar/intervals';
import { BETTER, INDICATORS, UNITS } from '@tallyboard/metrics/metric';
import { type Static, Type } from 'typebox';
import { amount, instant, named, nullable, record, text, texts, words } from './json-schema.js';

export const Tenant = Type.String({ description: 'Whose: the tenant of the API key.' });

/** A metric of the catalogue. */
export const Metric = named(
  'Metric',
  Type.Object({
    name: text,
    title: text,
    unit: words(UNITS),
    better: words(BETTER),
    kind: text,
    fact: Type.String({ deprecated: true, description: 'The first of `facts`, which tells all.' }),
    facts: Type.Array(text, { description: 'Every fact that it is computed from.' }),
    dimensions: Type.Array(text),
    parameters: Type.Array(Type.Object({ name: text, type: text, default: Type.Number(), doc: text })),
    definition: Type.String({ description: 'What it is, in one sentence.' }),
    counts: Type.String({ description: 'What counts, and where and for whom.' }),
    omits: Type.String({ description: 'What does not count.' }),
    edges: Type.Array(text, { description: 'What becomes of the odd cases.' }),
    indicator: words(INDICATORS),
    formula: Type.String({ description: 'In words, over terms that are measures of its facts.' }),
    example: Type.Object(
      {
        given: record(Type.Union([Type.Number(), text, Type.Array(Type.Number())])),
        value: amount('The value of the example.'),
        n: Type.Number(),
      },
      { description: 'What each term comes to in an example, and the value that follows.' },
    ),
    source: text,
  }),
);
export type Metric = Static<typeof Metric>;

export const Freshness = named(
  'Freshness',
  Type.Object({
    complete_to: nullable('string', {
      format: 'date-time',
      description: 'Every event up to here is counted.',
    }),
    lag_ms: nullable('number'),
    live: Type.Boolean(),
  }),
);
export type Freshness = Static<typeof Freshness>;

export const Row = named(
  'Row',
  Type.Object({
    start: Type.Optional(
      Type.String({
        description:
          'Start of the interval, where an interval was asked for: an instant, with tz=office a date.',
      }),
    ),
    dimensions: texts,
    /** Names of the office and rep. */
    labels: Type.Optional(texts),
    value: amount(
      'A sum of money is a decimal string, exact; another number beyond 2^53 is the nearest that JSON can say; null: nothing to divide by.',
    ),
    n: Type.Number({ description: 'How many stand behind the value.' }),
    numerator: amount(),
    denominator: amount(),
    low: Type.Optional(
      Type.Number({ description: 'Lower end of the 95 % Wilson interval of a share of counts.' }),
    ),
    high: Type.Optional(Type.Number({ description: 'Upper end of it.' })),
  }),
);
export type Row = Static<typeof Row>;

/** What is taken although it looks wrong. */
export const PROBLEMS = {
  below_zero:
    'it ended before it began: a deal closed or a ticket resolved more than a day before it was opened, a survey answered more than a day before it was sent, a ticket answered before it was opened, a customer lost or a subscription ended before the first start; or a subscription brings in less than nothing',
  off_scale:
    'a score outside the scale of its survey, or an answer of another kind than the survey that was sent',
  never_wins:
    'it happened later than what stands, and ranks below it in all that it says (but for the owner): its version grows in another way, or is missing',
  won_without_amount: 'a deal that is won and has no amount',
  in_the_future: 'it is said to have happened more than five minutes after it was recorded',
  refers_to_nobody:
    'no event has described whom it names: a rep, an account, an office, a schedule, a retracted event, or the call, deal, order, ticket, subscription or account itself',
  too_long:
    'a call of more than 12 hours, a deal won or a ticket resolved more than ten years after its opening',
  unknown_currency: 'a currency that ISO 4217 does not have',
} as const;
export type ProblemKind = keyof typeof PROBLEMS;

const problemKind = words(Object.keys(PROBLEMS) as ProblemKind[]);
const concernedEvents = Type.Number({ description: 'Events that have it.' });

/** The events of one source with one problem. */
export const Problem = named(
  'Problem',
  Type.Object({
    source: text,
    entity: Type.String({ description: 'What the events are about.' }),
    kind: problemKind,
    field: Type.String({ description: 'Where it shows.' }),
    events: concernedEvents,
    of: Type.Number({ description: 'All events of that source and entity in the period.' }),
    share: Type.Number({ description: 'events / of' }),
    examples: Type.Array(text, { description: 'Ids of some of those concerned.' }),
  }),
);
export type Problem = Static<typeof Problem>;

export const DataQuality = named(
  'DataQuality',
  Type.Object({
    tenant: Tenant,
    from: nullable('string', { format: 'date-time', description: 'null: from the first event on' }),
    to: nullable('string', { format: 'date-time', description: 'null: to the last event' }),
    problems: Type.Array(Problem),
  }),
);
export type DataQuality = Static<typeof DataQuality>;

/** How much of what a number is made of has a known problem. */
export const Quality = named(
  'Quality',
  Type.Object({
    share: nullable('number', { description: 'events / of; null where there is no event' }),
    events: Type.Number({
      description:
        'Events in the period of the facts behind the metric, whatever the filter, that have a known problem.',
    }),
    of: Type.Number({ description: 'All events in the period of these facts.' }),
    problems: Type.Array(Type.Object({ kind: problemKind, field: text, events: concernedEvents })),
  }),
);
export type Quality = Static<typeof Quality>;

/** How amounts were converted into one currency. */
export const Conversion = named(
  'Conversion',
  Type.Object({
    currency: Type.String({ description: 'Into which.' }),
    converted: Type.Boolean({
      description: 'Whether they were: where a rate is missing amounts are as they are, by currency.',
    }),
    rates: Type.Array(
      Type.Object({
        currency: Type.String({ description: 'Out of which.' }),
        how: words(['told', 'inverse', 'cross'] as const),
        pairs: Type.Array(text, {
          description: 'By the rates of these: one pair, or of a cross rate the two of the common base.',
        }),
        from: Type.String({ description: 'The day of the first of them, 2026-03-02.' }),
        to: Type.String({ description: 'The day of the last.' }),
        rates: Type.Number({ description: 'How many.' }),
      }),
    ),
    missing: Type.Array(
      Type.Object({
        pair: Type.String({ description: 'Which there is no rate of, neither told, inverse nor cross.' }),
        from: Type.String({ description: 'The first day on which it is needed.' }),
        to: Type.String({ description: 'The last.' }),
      }),
    ),
  }),
);
export type Conversion = Static<typeof Conversion>;

export const Answer = named(
  'Answer',
  Type.Object({
    tenant: Tenant,
    metric: text,
    title: text,
    unit: words(UNITS),
    better: words(BETTER),
    from: Type.String({
      format: 'date-time',
      description: 'The first instant, with tz=office that of the office where it is earliest.',
    }),
    to: Type.String({
      format: 'date-time',
      description: 'The instant after the last, with tz=office that of the office where it is latest.',
    }),
    tz: Type.String({ description: 'Whose days: an IANA zone, or `office`, each office its own.' }),
    interval: words(INTERVALS),
    by: Type.Array(text),
    conversion: Type.Optional(Conversion),
    rows: Type.Array(Row),
    quality: Type.Optional(Quality),
    freshness: Freshness,
  }),
);
export type Answer = Static<typeof Answer>;

/** What became of the customers that began to pay in one month. */
export const Cohort = named(
  'Cohort',
  Type.Object({
    month: Type.String({ description: 'The month in which they first paid, such as 2026-03.' }),
    currency: text,
    customers: Type.Number({ description: 'How many they are.' }),
    mrr: Type.String({ description: 'What they paid a month when they first did, a decimal.' }),
    months: Type.Array(
      Type.Object({
        customers: Type.Number({ description: 'How many of them pay then.' }),
        mrr: Type.String({ description: 'What they pay a month then, a decimal.' }),
        logo_retention: Type.Number({ description: 'customers / those of the cohort' }),
        revenue_retention: nullable('number', { description: 'mrr / that of the cohort' }),
      }),
      {
        description:
          'At the end of each month that is over: first that in which they began, then each one since.',
      },
    ),
  }),
);
export type Cohort = Static<typeof Cohort>;

export const Retention = named(
  'Retention',
  Type.Object({
    tenant: Tenant,
    definition: text,
    tz: Type.String({ description: 'Whose months: an IANA zone.' }),
    cohorts: Type.Array(Cohort, { description: 'By currency, then by month; one of nobody is left out.' }),
    freshness: Freshness,
  }),
);
export type Retention = Static<typeof Retention>;

/** A deal, a call or whatever else stands behind a number. */
export const Explained = named(
  'Explained',
  Type.Object({
    entity: Type.String({ description: 'What it is: deal, call, ticket, …' }),
    id: text,
    dimensions: texts,
    value: amount(
      'The metric of this one alone; null where there is none, or where facts meet in sums alone.',
    ),
    n: Type.Number(),
    numerator: amount(),
    denominator: amount(),
    counts: Type.Array(
      Type.Object({
        at: instant,
        dimensions: texts,
        measures: record(
          Type.Unsafe<number | string | Record<string, number>>({
            description: 'A sum of money is a decimal string; of what is counted by a key, a count each.',
          }),
        ),
        conversion: Type.Optional(
          Type.Object(
            {
              currency: text,
              rate: Type.String({ description: 'What one of its own currency is in it, a decimal.' }),
              of: Type.Array(Type.Object({ pair: text, from: text }), {
                description: 'By which rates: none of the currency itself, of a cross rate two.',
              }),
              amounts: record(text),
            },
            { description: 'Its amounts in the currency of the answer.' },
          ),
        ),
      }),
      { description: 'Where it counts, as what: the places that cells add up.' },
    ),
    events: Type.Array(
      Type.Object({
        type: text,
        source: text,
        event_id: text,
        occurred_at: instant,
        recorded_at: instant,
        data: record(Type.Unknown()),
      }),
      { description: 'All that was ever said of it, and of what was merged into it, as it happened.' },
    ),
  }),
);
export type Explained = Static<typeof Explained>;

/** A number and what stands behind it. */
export const Explanation = named(
  'Explanation',
  Type.Object({
    answer: Answer,
    definition: text,
    recomputed: Type.Array(Row, { description: 'The same, folded anew from the events behind it.' }),
    agrees: Type.Boolean({
      description:
        'Whether both are equal. While events arrive, those that cells do not have yet make a difference; `answer.freshness` says up to when they have all.',
    }),
    behind: record(Type.Number()),
    entities: Type.Array(Explained),
  }),
);
export type Explanation = Static<typeof Explanation>;

export const TILE_STYLES = ['number', 'trend', 'leaderboard'] as const;

export const Tile = Type.Object({
  id: text,
  title: text,
  /** `metric?querystring`, as a stream takes it. */
  q: text,
  style: words(TILE_STYLES),
});
export type Tile = Static<typeof Tile>;

export const Board = named(
  'Board',
  Type.Object({ tenant: Tenant, id: text, title: text, tz: text, tiles: Type.Array(Tile) }),
);
export type Board = Static<typeof Board>;

export const Office = named('Office', Type.Object({ id: text, name: text, zone: text }));
export type Office = Static<typeof Office>;

export const Rep = named('Rep', Type.Object({ id: text, name: text, office: text, team: text, zone: text }));
export type Rep = Static<typeof Rep>;

export const Health = named(
  'Health',
  Type.Object({
    ok: Type.Boolean(),
    checks: record(Type.Object({ ok: Type.Boolean(), detail: Type.Optional(text) })),
  }),
);
export type Health = Static<typeof Health>;

/** Why a request is not answered. */
export const ErrorBody = named(
  'Error',
  Type.Object({
    error: Type.Object({
      code: text,
      message: text,
      field: Type.Optional(text),
      allowed: Type.Optional(Type.Array(text)),
    }),
  }),
);
export type ErrorBody = Static<typeof ErrorBody>;

export const Catalogue = Type.Object({ tenant: Tenant, metrics: Type.Array(Metric) });
export type Catalogue = Static<typeof Catalogue>;
export const Offices = Type.Object({ tenant: Tenant, offices: Type.Array(Office) });
export type Offices = Static<typeof Offices>;
export const WorkingHours = named(
  'WorkingHours',
  Type.Object({
    weekday: words(WEEKDAYS),
    opens: Type.String({ description: 'Local time, 09:00.' }),
    closes: Type.String({ description: 'Not after opens: on the next day.' }),
  }),
);
export type WorkingHours = Static<typeof WorkingHours>;
export const Schedule = named(
  'Schedule',
  Type.Object({
    id: text,
    versions: Type.Array(
      Type.Object({
        effective_from: instant,
        zone: text,
        hours: Type.Array(WorkingHours, { description: 'Empty: nothing is counted by it.' }),
        holidays: Type.Array(Type.String({ description: 'A date.' })),
      }),
      { description: 'In the order in which they came into force; each holds until the next one.' },
    ),
  }),
);
export type Schedule = Static<typeof Schedule>;
export const Schedules = Type.Object({ tenant: Tenant, schedules: Type.Array(Schedule) });
export type Schedules = Static<typeof Schedules>;
export const Reps = Type.Object({ tenant: Tenant, reps: Type.Array(Rep) });
export type Reps = Static<typeof Reps>;

/** The data of server-sent events, by the name of the event. */
export interface StreamEvents {
  result: { q: string; result: Answer };
  freshness: Freshness;
  refused: { q: string } & ErrorBody;
  dropped: { code: string; message: string; retry_ms: number };
}
