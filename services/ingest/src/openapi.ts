import { CONTENT_TYPES } from './content-types.js';
import { eventSchemas, type Json } from './event-schemas.js';

export interface OpenApiLimits {
  maxBodyBytes: number;
  maxBatchEvents: number;
  maxLineBytes: number;
}

/** The OpenAPI 3.1 document of the ingest API, with the schema of every event type. */
export function openApiDocument({ maxBodyBytes, maxBatchEvents, maxLineBytes }: OpenApiLimits): Json {
  const events = eventSchemas();
  const example = { [CONTENT_TYPES.single]: { schema: ref('Event'), example: EXAMPLE } };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tallyboard ingest API',
      version: '1',
      description: `Takes CRM events as CloudEvents 1.0. An answer of 202 means that Kafka has acknowledged every accepted event. An event that arrives twice counts once, so whoever is in doubt sends again. Events of one source and id that do not say the same are both kept: of what they contradict each other in, the one with the higher sourceversion counts, at equal versions the one with the higher checksum, which is as good as chance; so what says something new gets a new id. Text is UTF-8. JSON bodies may have ${maxBodyBytes} bytes and ${maxBatchEvents} events; NDJSON streams may have any length, and lines of up to ${maxLineBytes} bytes.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ key: [] }],
    paths: {
      '/v1/events': {
        post: {
          operationId: 'sendEvents',
          summary: 'Send events',
          requestBody: {
            required: true,
            content: {
              ...example,
              [CONTENT_TYPES.batch]: { schema: array(ref('Event')) },
              [CONTENT_TYPES.json]: { schema: { anyOf: [ref('Event'), array(ref('Event'))] } },
              [CONTENT_TYPES.lines]: {
                schema: { type: 'string', description: 'One CloudEvent per line, any number of lines' },
              },
            },
          },
          responses: {
            202: answer('Accepted events are in the log; rejected ones are named', ref('Outcome')),
            400: refusal('The event or the body is wrong; nothing of a single event was taken'),
            401: refusal('The API key is missing, unknown, or was revoked while the body came in'),
            403: refusal('The API key lacks the scope ingest'),
            408: refusal('The body came too slowly; of a stream, settled_lines says from where to go on'),
            413: refusal('The body or the batch is too long'),
            415: refusal('Another content type, encoding or charset'),
            429: retry('This API key, or this tenant, has too much in work'),
            503: retry('Kafka does not take events, or the service is full'),
          },
        },
      },
      '/openapi.json': open('This document', { type: 'object' }),
      '/healthz': open('Whether Kafka takes events; 503 when it does not', { type: 'object' }),
      '/livez': open('Whether the process answers', { type: 'object' }),
      '/metrics': {
        get: {
          summary: 'Figures of the service for Prometheus',
          security: [],
          responses: { 200: { description: 'Text', content: { 'text/plain': { schema: TEXT } } } },
        },
      },
    },
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key with scope ingest; it tells the tenant.',
        },
      },
      schemas: {
        Attributes: ATTRIBUTES,
        Event: {
          oneOf: Object.keys(events).map((type) => ref(type)),
          discriminator: {
            propertyName: 'type',
            mapping: Object.fromEntries(Object.keys(events).map((type) => [type, pathOf(type)])),
          },
        },
        ...events,
        Violation: object({ field: TEXT, reason: TEXT, expected: TEXT }),
        Result: object(
          {
            index: { type: 'integer', description: 'Of a batch, from 0' },
            line: { type: 'integer', description: 'Of a stream, from 1; accepted lines are not listed' },
            id: { type: ['string', 'null'] },
            status: { enum: ['accepted', 'rejected'] },
            violations: array(ref('Violation')),
          },
          ['id', 'status'],
        ),
        Outcome: object({ accepted: COUNT, rejected: COUNT, results: array(ref('Result')) }),
        Error: object(
          {
            error: object({ code: TEXT, message: TEXT, field: TEXT, allowed: array(TEXT) }, [
              'code',
              'message',
            ]),
            accepted: COUNT,
            rejected: COUNT,
            results: array(ref('Result')),
            settled_lines: {
              ...COUNT,
              description: 'Of a stream that broke off: send again from the next line',
            },
          },
          ['error'],
        ),
      },
    },
  };
}

const TEXT = { type: 'string' };
const COUNT = { type: 'integer', minimum: 0 };

const ATTRIBUTES: Json = {
  type: 'object',
  description: 'Attributes of a CloudEvent 1.0.',
  properties: {
    specversion: { const: '1.0' },
    id: {
      ...TEXT,
      maxLength: 256,
      description: 'With source the identity of the event: what says something else has another id',
    },
    source: { ...TEXT, maxLength: 256, description: 'The system that says so' },
    type: TEXT,
    time: { ...TEXT, format: 'date-time', description: 'When it happened' },
    subject: { ...TEXT, maxLength: 256 },
    sourceversion: {
      anyOf: [{ type: 'integer' }, { type: 'string', pattern: '^\\d{1,16}$' }],
      description: 'Grows with each change of the entity; by default the time in epoch ms',
    },
    datacontenttype: { const: 'application/json' },
    data: { type: 'object' },
  },
  required: ['specversion', 'id', 'source', 'type', 'time', 'data'],
};

const EXAMPLE = {
  specversion: '1.0',
  id: '9f1c',
  source: 'phone/munich',
  type: 'call.logged',
  time: '2026-03-02T09:15:00+01:00',
  data: {
    call_id: 'C-81',
    started_at: '2026-03-02T09:12:00+01:00',
    rep_id: 'rep-7',
    direction: 'inbound',
    outcome: 'connected',
    duration_ms: 184_000,
    channel: 'phone',
  },
};

const pathOf = (name: string) => `#/components/schemas/${name}`;
const ref = (name: string) => ({ $ref: pathOf(name) });
const array = (items: Json) => ({ type: 'array', items });
const object = (properties: Record<string, Json>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const answer = (description: string, schema: Json) => ({
  description,
  content: { 'application/json': { schema } },
});
const refusal = (description: string) => answer(description, ref('Error'));
const retry = (description: string) => ({
  ...refusal(description),
  headers: { 'Retry-After': { description: 'Seconds', required: true, schema: { type: 'integer' } } },
});
const open = (summary: string, schema: Json) => ({
  get: { summary, security: [], responses: { 200: answer(summary, schema) } },
});
