import type { TSchema } from 'typebox';
import {
  ALERT_STATES,
  Alert,
  AlertRule,
  AlertRules,
  AlertStep,
  Alerts,
  Backtest,
  Deliveries,
  Delivery,
  Judgement,
  Silence,
  Silences,
} from './alerts.js';
import { type Json, referring } from './json-schema.js';

const text = { type: 'string' };
const instant = { type: 'string', format: 'date-time' };
const json = (shape: unknown): Json => ({ 'application/json': { schema: referring(shape) } });
const refused = { $ref: '#/components/responses/Refused' };
const inPath = (name: string, description: string): Json => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: text,
});
const inQuery = (name: string, description: string, schema: Json): Json => ({
  name,
  in: 'query',
  description,
  schema,
});

const ID = inPath('id', 'Of the alert.');
const NAME = inPath('name', 'Of the rule.');
const SPAN = [
  inQuery('from', 'First instant.', instant),
  inQuery('to', 'The instant after the last one; at most 800 days after `from`.', instant),
];
const NOTE = { type: 'string', maxLength: 500, description: 'For the others.' };

/** Shapes that the paths of alerts refer to. */
export const ALERT_SHAPES = [
  Alert,
  Alerts,
  AlertStep,
  Judgement,
  AlertRule,
  AlertRules,
  Backtest,
  Silence,
  Silences,
  Delivery,
  Deliveries,
];

/** Paths of the alerts API for an OpenAPI document that has a response `Refused`; `rule`: the schema of a rule. */
export function alertPaths(rule: TSchema): Json {
  return {
    '/v1/alerts': {
      get: {
        ...operation('Alerts, newest first', Alerts),
        parameters: [
          inQuery(
            'state',
            'Only those in this state; open: pending, firing and what is acknowledged or silenced.',
            {
              type: 'string',
              enum: ['open', ...ALERT_STATES],
            },
          ),
          inQuery('rule', 'Only those of this rule.', text),
        ],
      },
    },
    '/v1/alerts/stream': {
      get: {
        summary: 'The open alerts, at once and after each change',
        description: 'Server-sent events of the name `alerts`; data: Alerts.',
        responses: {
          200: { description: 'The stream', content: { 'text/event-stream': { schema: text } } },
          401: refused,
          403: refused,
          503: refused,
        },
      },
    },
    '/v1/alerts/{id}': { get: { ...operation('One alert with its steps', Alert), parameters: [ID] } },
    '/v1/alerts/{id}/chart': {
      get: {
        ...operation('What the rule of an alert said of its group', Backtest),
        parameters: [ID, ...SPAN],
      },
    },
    '/v1/alerts/{id}/acknowledge': {
      post: {
        ...operation('Somebody has seen it', Alert),
        parameters: [ID],
        requestBody: body({ type: 'object', properties: { note: NOTE } }, { note: 'on it' }),
      },
    },
    '/v1/alert-rules': { get: operation('Rules and how they stand', AlertRules) },
    '/v1/alert-rules/{name}': {
      get: { ...operation('One rule and how it stands', AlertRule), parameters: [NAME] },
      put: {
        ...operation('Make a rule, or make it anew', AlertRule),
        description:
          'It takes the place of a ready rule of its name; one that is written in a file stays (409).',
        parameters: [NAME],
        requestBody: body(referring(rule), { metric: 'calls', by: ['office'], window: '1h', below: 5 }),
      },
      delete: {
        summary: 'Take a rule out that was made here',
        parameters: [NAME],
        responses: { 204: { description: 'It is out; what was open of it is resolved.' }, ...REFUSALS },
      },
    },
    '/v1/alert-rules/{name}/backtest': {
      get: { ...operation('When a rule would have fired', Backtest), parameters: [NAME, ...SPAN] },
    },
    '/v1/alert-silences': {
      get: operation('Silences that are not over', Silences),
      post: {
        ...operation('Tell nobody for a while', Silence),
        description:
          'Of a rule, of a group, or of a rule for a group. One that begins later is a maintenance window.',
        requestBody: body(SILENCE, { rule: 'rising-churn', for: '4h', note: 'price change' }),
      },
    },
    '/v1/alert-silences/{id}': {
      delete: {
        summary: 'End a silence',
        parameters: [inPath('id', 'Of the silence.')],
        responses: { 204: { description: 'It is over.' }, ...REFUSALS },
      },
    },
    '/v1/alert-deliveries': {
      get: operation('What is on its way to receivers, and what was given up', Deliveries),
    },
  };
}

const SILENCE: Json = {
  type: 'object',
  properties: {
    rule: { type: 'string', description: 'Of this rule.' },
    group: { type: 'object', additionalProperties: text, description: 'Of this group: dimension → value.' },
    from: { ...instant, description: 'Default: now.' },
    for: { type: 'string', pattern: '^[1-9][0-9]{0,3}[mhdw]$', description: 'How long; or `until`.' },
    until: instant,
    note: NOTE,
  },
};

const REFUSALS = { 400: refused, 401: refused, 403: refused, 404: refused, 409: refused };

function operation(summary: string, shape: unknown): Json {
  return { summary, responses: { 200: { description: summary, content: json(shape) }, ...REFUSALS } };
}

const body = (schema: Json, example: Json): Json => ({
  content: { 'application/json': { schema, example } },
});
