import { Rule } from '@tallyboard/alerting/rule';
import { SPAN_PARAMETERS } from '@tallyboard/answers/asked-span';
import { AT_RISK_PARAMETERS, AT_RISK_USUAL, REASONS } from '@tallyboard/answers/deals-at-risk';
import { FORECAST_PARAMETERS } from '@tallyboard/answers/forecast';
import { IMPACT_PARAMETERS, MOST_DAYS, USUAL_DAYS } from '@tallyboard/answers/impact-request';
import { LIMITS as ANSWER_LIMITS } from '@tallyboard/answers/limits';
import { PEOPLE } from '@tallyboard/answers/people';
import { RETENTION_PARAMETERS } from '@tallyboard/answers/retention';
import { STANDING_PARAMETERS, USUAL_METRICS } from '@tallyboard/answers/standing-request';
import { USUAL_EVENTS } from '@tallyboard/answers/timeline';
import { ALERT_SHAPES, alertPaths } from '@tallyboard/api/alert-paths';
import { DealAtRisk, DealsAtRisk, Forecast, ForecastStage, ForecastTotal } from '@tallyboard/api/deals';
import { Impact, ImpactGroup } from '@tallyboard/api/impact';
import { components, type Json, referring } from '@tallyboard/api/json-schema';
import * as api from '@tallyboard/api/query';
import { RepStanding, Standing, StandingGroup } from '@tallyboard/api/standing';
import { Timeline, TimelineEvent } from '@tallyboard/api/timeline';
import { MONDAY, WEEKDAYS } from '@tallyboard/calendar/dates';
import { INTERVALS } from '@tallyboard/calendar/intervals';
import { PERIODS } from '@tallyboard/calendar/periods';
import { ENTITIES } from '@tallyboard/contracts/registry';
import { METRICS, type Metric } from '@tallyboard/metrics/catalogue';
import { isConvertible } from '@tallyboard/metrics/formula';
import { INDICATORS } from '@tallyboard/metrics/metric';
import { LIMITS } from '../limits.js';
import { LISTED } from '../metrics/explain-route.js';
import { GOAL_PATHS, GOAL_SHAPES } from './goal-paths.js';

/**
 * The OpenAPI 3.1 document: one path per metric of the catalogue, with its own dimensions and parameters, and the paths
 * of alerts where they are passed on.
 */
export function openApiDocument({ withAlerts }: { withAlerts: boolean }): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tallyboard query API',
      version: '1',
      description:
        'Metrics of a sales office over REST and server-sent events. Every answer says how recent it is; every wrong request gets a 400 that lists what is allowed.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ key: [] }],
    paths: {
      '/v1/metrics': {
        get: operation('The catalogue of metrics', api.Catalogue),
      },
      ...Object.fromEntries(
        METRICS.map((metric) => [`/v1/metrics/${metric.name}`, { get: metricOperation(metric) }]),
      ),
      '/v1/explain/{name}': { get: explainOperation },
      '/v1/retention': { get: retentionOperation },
      '/v1/standing': { get: standingOperation },
      '/v1/impact': { get: impactOperation },
      '/v1/timeline/{entity}/{id}': { get: timelineOperation },
      ...GOAL_PATHS,
      '/v1/deals-at-risk': { get: atRiskOperation },
      '/v1/forecast': { get: forecastOperation },
      '/v1/stream': { get: streamOperation },
      '/v1/boards/{id}': {
        get: {
          ...operation('The tiles of a wallboard', api.Board),
          parameters: [
            { ...inPath('id', 'The board.'), schema: { type: 'string', enum: ['office'] } },
            ...boardParameters,
          ],
        },
      },
      '/v1/offices': { get: operation('The offices', api.Offices) },
      '/v1/schedules': { get: operation('When work is done', api.Schedules) },
      '/v1/reps': { get: operation('The reps', api.Reps) },
      '/v1/data-quality': { get: qualityOperation },
      ...(withAlerts ? alertPaths(Rule) : {}),
      '/schemas/types': { get: registry('Kinds of schema', array({ type: 'string' })) },
      '/schemas/ids/{id}': {
        get: registry('The Avro schema behind a Confluent schema id', object({ schema: text }), 'id'),
      },
      '/schemas/ids/{id}/schema': { get: registry('The schema itself', {}, 'id') },
      '/schemas/ids/{id}/subjects': {
        get: registry('Names of the records that it is of', array(text), 'id'),
      },
      '/schemas/ids/{id}/versions': {
        get: registry(
          'The versions of records that it is',
          array(object({ subject: text, version: integer })),
          'id',
        ),
      },
      '/subjects': { get: registry('Names of all records', array({ type: 'string' })) },
      '/subjects/{subject}': {
        post: {
          ...registry('The version of a record that a schema is', versionOfRecord, 'subject'),
          requestBody: {
            required: true,
            content: { 'application/vnd.schemaregistry.v1+json': { schema: object({ schema: text }) } },
          },
        },
      },
      '/subjects/{subject}/versions': {
        get: registry('Versions of a record', array({ type: 'integer' }), 'subject'),
      },
      '/subjects/{subject}/versions/{version}': {
        get: registry('One version of a record, or the latest', versionOfRecord, 'subject', 'version'),
      },
      '/subjects/{subject}/versions/{version}/schema': {
        get: registry('The schema itself', {}, 'subject', 'version'),
      },
      '/subjects/{subject}/versions/{version}/referencedby': {
        get: registry('The schemas that refer to it: none does', array(integer), 'subject', 'version'),
      },
      '/config': {
        get: registry('What schemas must be to each other', object({ compatibilityLevel: text })),
      },
      '/config/{subject}': {
        get: ofSubject('The same of a record', object({ compatibilityLevel: text })),
      },
      '/mode': { get: registry('Whether it can be written to', object({ mode: text })) },
      '/mode/{subject}': { get: ofSubject('The same of a record', object({ mode: text })) },
      '/definitions': {
        get: {
          ...open('What every metric means, as a page', { 'text/html': { schema: text } }),
          parameters: [
            {
              name: 'indicator',
              in: 'query',
              description: 'Leaves out the metrics of other indicators.',
              schema: { type: 'string', enum: [...INDICATORS] },
            },
          ],
        },
      },
      '/openapi.json': { get: open('This document', { 'application/json': { schema: { type: 'object' } } }) },
      '/healthz': {
        get: {
          ...open('Whether Kafka and ClickHouse answer', json(referring(api.Health))),
          responses: {
            200: { description: 'They do.', content: json(referring(api.Health)) },
            503: { description: 'One does not.', content: json(referring(api.Health)) },
          },
        },
      },
      '/livez': { get: open('Whether the process answers', json(object({ ok: { type: 'boolean' } }))) },
      '/metrics': { get: open('Figures of the service for Prometheus', { 'text/plain': { schema: text } }) },
    },
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key with scope read.' },
      },
      parameters: Object.fromEntries(PERIOD_DOCS.map((parameter) => [parameter.name, parameter])),
      responses: {
        Refused: { description: 'The request cannot be answered.', content: json(referring(api.ErrorBody)) },
      },
      schemas: components(
        api.Metric,
        api.Answer,
        api.Explanation,
        api.Explained,
        api.Retention,
        api.Cohort,
        Standing,
        StandingGroup,
        RepStanding,
        Timeline,
        TimelineEvent,
        Impact,
        ImpactGroup,
        ...GOAL_SHAPES,
        DealsAtRisk,
        DealAtRisk,
        Forecast,
        ForecastStage,
        ForecastTotal,
        api.Schedule,
        api.WorkingHours,
        api.Quality,
        api.Conversion,
        api.DataQuality,
        api.Problem,
        api.Row,
        api.Freshness,
        api.Board,
        api.Office,
        api.Rep,
        api.Health,
        api.ErrorBody,
        ...(withAlerts ? ALERT_SHAPES : []),
      ),
    },
  };
}

function operation(summary: string, shape: unknown): Json {
  const refused = { $ref: '#/components/responses/Refused' };
  return {
    summary,
    responses: {
      200: { description: summary, content: json(referring(shape)) },
      400: refused,
      401: refused,
      403: refused,
      503: refused,
    },
  };
}

function metricOperation(metric: Metric): Json {
  const { name, title, definition, source, unit, dimensions, parameters } = metric;
  return {
    ...operation(title, api.Answer),
    operationId: name,
    description: `${definition} Unit: ${unit}. Source: ${source}.`,
    parameters: [
      ...PERIOD_DOCS.map((parameter) => ({ $ref: `#/components/parameters/${parameter.name}` })),
      {
        ...inQuery('by', 'Dimensions to split by, separated by commas.'),
        style: 'form',
        explode: false,
        schema: array({ type: 'string', enum: dimensions }),
      },
      {
        ...inQuery(
          'filter',
          `dimension:value or dimension:value|value, repeatable. Inside a value \\| is a bar and \\\\ a backslash. Dimensions: ${dimensions.join(', ')}.`,
        ),
        style: 'form',
        explode: true,
        schema: array({ type: 'string', pattern: `^(${dimensions.join('|')}):` }),
      },
      ...(isConvertible(metric.formula) ? [CURRENCY] : []),
      ...(PEOPLE.some((dimension) => dimensions.includes(dimension)) ? [ZEROS] : []),
      TOP,
      QUALITY,
      ...parameters.map((parameter) => ({
        ...inQuery(parameter.name, parameter.doc),
        schema: { type: 'number', minimum: 0, default: parameter.default },
      })),
    ],
  };
}

const text = { type: 'string' };
const integer = { type: 'integer' };
const array = (items: Json): Json => ({ type: 'array', items });
const json = (schema: Json): Json => ({ 'application/json': { schema } });
const object = (properties: Json): Json => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

const inQuery = (name: string, description: string) => ({ name, in: 'query', description });
const inPath = (name: string, description: string) => ({ name, in: 'path', required: true, description });

const PERIOD_DOCS = [
  {
    ...inQuery(
      'period',
      'A period of tz; this_… and last_… are whole weeks, months, quarters or years, last_7_days and the like end with today, …_to_now end with the running quarter hour of the same time before.',
    ),
    schema: { type: 'string', enum: PERIODS },
  },
  {
    ...inQuery('from', 'First day, or first instant on a quarter hour.'),
    schema: text,
    example: '2026-03-01',
  },
  {
    ...inQuery(
      'to',
      'The day or instant after the last one: the period is [from, to). Default: the end of today.',
    ),
    schema: text,
  },
  {
    ...inQuery(
      'tz',
      'IANA time zone of days, weeks and months; or `office`: each office has its own, what is of no office UTC. Then from and to are dates, intervals are days or longer and rows show the date with which they start.',
    ),
    schema: { type: 'string', default: 'UTC' },
  },
  {
    ...inQuery('interval', `Cut the period into intervals, at most ${ANSWER_LIMITS.intervals}.`),
    schema: { type: 'string', enum: INTERVALS, default: 'none' },
  },
  {
    ...inQuery('week_starts', 'First day of weeks, of the interval as of this_week and last_week.'),
    schema: { type: 'string', enum: WEEKDAYS, default: MONDAY },
  },
];

const CURRENCY = {
  ...inQuery(
    'currency',
    'Convert amounts into this one, by the exchange rates in force when they count. `conversion` of the answer says by which; where one is missing amounts are as they are, by currency.',
  ),
  schema: { type: 'string', pattern: '^[A-Za-z]{3}$' },
  example: 'EUR',
};

const ZEROS = {
  ...inQuery(
    'zeros',
    'By office, team or rep: a row for everyone in force in the period, with 0 or null for those who have nothing to show.',
  ),
  schema: { type: 'boolean', default: false },
};

const TOP = {
  ...inQuery(
    'top',
    'Of each interval, and each currency, so many rows: those of the greatest values, as with `by=product` of units the most popular products.',
  ),
  schema: { type: 'integer', minimum: 1, maximum: ANSWER_LIMITS.rows },
};

const QUALITY = {
  ...inQuery(
    'quality',
    'Say which share of the events behind the answer has a known problem. It reads these events, so it is slower.',
  ),
  schema: { type: 'boolean', default: false },
};

const qualityOperation: Json = {
  ...operation('What was taken although it looks wrong, by source', api.DataQuality),
  description: `Kinds: ${Object.entries(api.PROBLEMS)
    .map(([kind, words]) => `\`${kind}\`: ${words}`)
    .join('; ')}. Without a period all events.`,
  parameters: SPAN_PARAMETERS.map((name) => ({ $ref: `#/components/parameters/${name}` })),
};

const explainOperation: Json = {
  ...operation('Which events are behind a number, and the same computed anew from them', api.Explanation),
  description:
    'Takes what the metric itself takes, but for `interval`, `zeros` and `top`. It shows events, so it wants an API key with the scope `events`, also where numbers are shown without a key.',
  parameters: [
    {
      ...inPath('name', 'Name of the metric.'),
      schema: { type: 'string', enum: METRICS.map(({ name }) => name) },
    },
    ...SPAN_PARAMETERS.map((name) => ({ $ref: `#/components/parameters/${name}` })),
    {
      ...inQuery(
        'limit',
        'How many of the deals, calls or whatever it counts are listed, of the greatest value first.',
      ),
      schema: { type: 'integer', minimum: 0, maximum: ANSWER_LIMITS.listed, default: LISTED },
    },
  ],
};

const retentionOperation: Json = {
  ...operation(
    'Customers by the month in which they first paid, and what became of them since',
    api.Retention,
  ),
  description: `Of what subscriptions bring in: the months that the period touches (default: the running one and the eleven before), at most ${ANSWER_LIMITS.months}. \`tz\` is one zone.`,
  parameters: RETENTION_PARAMETERS.map((name) =>
    name === 'filter'
      ? {
          ...inQuery(
            'filter',
            'dimension:value or dimension:value|value, repeatable, as of `mrr`: of what a rep or office has, one that is handed over is gone.',
          ),
          style: 'form',
          explode: true,
          schema: array(text),
        }
      : { $ref: `#/components/parameters/${name}` },
  ),
};

const standingOperation: Json = {
  ...operation('Each rep against the others of the office, and who struggles since when', Standing),
  description:
    'Everyone in force in the period by each metric, with the median and the quarters of the office. `struggles`: in the worst quarter, and the 95 % interval of the estimate has not even the median; `leads`: the other way round; `too_few`: too few to tell; `not_done`: none of it in all the time that is looked back over, so that it may be the work of others, and not compared. Chance is told from the weeks of the 12 before the period (of one of more than two months: from months of a year). `period=all` and `tz=office` are refused.',
  parameters: STANDING_PARAMETERS.map((name) => {
    if (name === 'filter')
      return {
        ...inQuery('filter', 'office:id, team:name or currency:code, repeatable: who is compared with whom.'),
        style: 'form',
        explode: true,
        schema: array(text),
      };
    return name === 'metrics'
      ? {
          ...inQuery(
            'metrics',
            `Names of metrics, separated by commas. Default: ${USUAL_METRICS.join(', ')}.`,
          ),
          schema: text,
        }
      : { $ref: `#/components/parameters/${name}` };
  }),
};

const AT_RISK_PARAMETER: Record<(typeof AT_RISK_PARAMETERS)[number], Json> = {
  days: {
    ...inQuery('days', 'Without activity for longer than these, a deal is quiet.'),
    schema: { type: 'integer', minimum: 0, maximum: AT_RISK_USUAL.mostDays, default: AT_RISK_USUAL.days },
  },
  tz: { $ref: '#/components/parameters/tz' },
  filter: {
    ...inQuery('filter', 'dimension:value or dimension:value|value, repeatable, as of `pipeline_open`.'),
    style: 'form',
    explode: true,
    schema: array(text),
  },
  limit: {
    ...inQuery('limit', 'So many are listed.'),
    schema: { type: 'integer', minimum: 0, maximum: ANSWER_LIMITS.listed, default: AT_RISK_USUAL.limit },
  },
};

const atRiskOperation: Json = {
  ...operation('Open deals that may be lost, and why', DealsAtRisk),
  description: `Reasons: ${Object.entries(REASONS)
    .map(([reason, words]) => `\`${reason}\`: ${words}`)
    .join(
      '; ',
    )}. A deal is of who owns it now. Whoever reads sees how many there are and what they are worth; \`deals\`, one by one, wants an API key with the scope \`events\`.`,
  parameters: AT_RISK_PARAMETERS.map((name) => AT_RISK_PARAMETER[name]),
};

const forecastOperation: Json = {
  ...operation('The open pipeline, each stage weighed by how many of its deals are won', Forecast),
  description:
    'What is open when the period ends (default: now), in each stage times the close rate of it: of the deals closed in the year up to that day that were ever in that stage of that pipeline, the share won. Rates are of everybody, so that the parts of a split add up. A stage that no closed deal was in has no rate: what is open there is counted apart.',
  parameters: FORECAST_PARAMETERS.map((name) => {
    switch (name) {
      case 'by':
        return { ...inQuery('by', 'Dimensions of `pipeline_value`, separated by commas.'), schema: text };
      case 'currency':
        return {
          ...inQuery('currency', 'ISO 4217 code: amounts are converted into it, as of `pipeline_value`.'),
          schema: text,
        };
      case 'filter':
        return {
          ...inQuery(
            'filter',
            'dimension:value or dimension:value|value, repeatable, as of `pipeline_value`.',
          ),
          style: 'form',
          explode: true,
          schema: array(text),
        };
      default:
        return { $ref: `#/components/parameters/${name}` };
    }
  }),
};

const IMPACT_DOCS: Record<(typeof IMPACT_PARAMETERS)[number], Json> = {
  metric: {
    ...inQuery('metric', 'Name of the metric; its own parameters are taken, too.'),
    required: true,
    schema: { type: 'string', enum: METRICS.map(({ name }) => name) },
  },
  at: {
    ...inQuery('at', 'The first day of what has changed.'),
    required: true,
    schema: { type: 'string', format: 'date' },
    example: '2026-03-01',
  },
  days: {
    ...inQuery('days', 'How many days before and as many after.'),
    schema: { type: 'integer', minimum: 1, maximum: MOST_DAYS, default: USUAL_DAYS },
  },
  tz: { $ref: '#/components/parameters/tz' },
  filter: {
    ...inQuery('filter', 'dimension:value or dimension:value|value, repeatable: where it has changed.'),
    style: 'form',
    explode: true,
    schema: array(text),
  },
  against: {
    ...inQuery('against', 'The same of those of whom nothing has changed: the difference in differences.'),
    style: 'form',
    explode: true,
    schema: array(text),
  },
  so_far: {
    ...inQuery('so_far', 'Where not all days after are over: as many whole ones as are, on each side.'),
    schema: { type: 'boolean', default: false },
  },
};

const timelineOperation: Json = {
  ...operation('Everything that was said of a thing, in the order in which it happened', Timeline),
  description:
    'Of an account also the events of its deals, tickets, calls and so on, of a rep those that name the rep. It shows events, so it wants an API key with the scope `events`.',
  parameters: [
    { ...inPath('entity', 'What it is.'), schema: { type: 'string', enum: [...ENTITIES] } },
    { ...inPath('id', 'Which one.'), schema: text },
    {
      ...inQuery('limit', 'How many events a page has.'),
      schema: { type: 'integer', minimum: 1, maximum: ANSWER_LIMITS.listed, default: USUAL_EVENTS },
    },
    { ...inQuery('after', '`next` of the page before.'), schema: text },
  ],
};

const impactOperation: Json = {
  ...operation('A metric before and after a change, and whether chance explains the difference', Impact),
  description:
    '`rose` or `fell`: the 95 % interval of the difference (with `against`, of the difference in differences) has no 0; `cannot_tell`: it has; `no_interval`: chance is not told, and `why_no_interval` says why. Before the days after are over it is refused, unless `so_far=true`.',
  parameters: IMPACT_PARAMETERS.map((name) => IMPACT_DOCS[name]),
};

const boardParameters = [
  { ...inQuery('office', 'Only this office (its id), in its zone.'), schema: text },
  { ...inQuery('tz', 'Zone of its days; default: that of the office or offices, else UTC.'), schema: text },
];

const streamOperation: Json = {
  summary: 'Answers, pushed whenever they change',
  description:
    'Server-sent events. `result` (data: {q, result}, result being an Answer) at connect and whenever its cells change; `freshness` (data: Freshness) about each second; `refused` (data: {q, error}) for a query that has become too large; `dropped` (data: {code, message, retry_ms}) before the server ends the stream. Send Last-Event-ID to get only what changed since.',
  parameters: [
    {
      ...inQuery('q', `metric?querystring, URL-encoded, repeatable up to ${LIMITS.queriesPerStream} times.`),
      style: 'form',
      explode: true,
      schema: array(text),
      example: ['calls?period=today'],
    },
    { ...inQuery('board', 'Stream every tile of a board.'), schema: { type: 'string', enum: ['office'] } },
    ...boardParameters,
    {
      name: 'Last-Event-ID',
      in: 'header',
      description: 'The id of the last event that was received.',
      schema: text,
    },
  ],
  responses: {
    200: { description: 'The stream', content: { 'text/event-stream': { schema: text } } },
    400: { $ref: '#/components/responses/Refused' },
    401: { $ref: '#/components/responses/Refused' },
    503: { $ref: '#/components/responses/Refused' },
  },
};

function registry(summary: string, schema: Json, ...path: string[]): Json {
  return {
    summary,
    security: [],
    ...(path.length > 0 ? { parameters: path.map((name) => ({ ...inPath(name, name), schema: text })) } : {}),
    responses: {
      200: { description: summary, content: { 'application/vnd.schemaregistry.v1+json': { schema } } },
      ...(path.length > 0 ? { 404: { description: 'Not found' } } : {}),
    },
  };
}

const versionOfRecord = object({ subject: text, version: integer, id: integer, schema: text });

/** What is set for all subjects alone: of one subject it is there only by `defaultToGlobal`. */
function ofSubject(summary: string, schema: Json): Json {
  const { parameters, ...rest } = registry(summary, schema, 'subject');
  const orGlobal = {
    ...inQuery('defaultToGlobal', 'Say what is set for all subjects.'),
    schema: { type: 'boolean', default: false },
  };
  return { ...rest, parameters: [...(parameters as Json[]), orGlobal] };
}

/** Needs no key. */
function open(summary: string, content: Json): Json {
  return { summary, security: [], responses: { 200: { description: summary, content } } };
}
